using System.Text;
using Impsy.Daemon.Config;
using Impsy.Daemon.Config.Toml;
using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Tests.Config;

public class ConfigOverridesTests
{
    [Fact]
    public void Values_count_instead_of_the_files_and_the_rest_stays()
    {
        ConfigOverrides overrides = new();
        overrides.Set("verbose", TomlValue.OfBoolean(default, true));
        overrides.Set("interaction.mode", TomlValue.OfText(default, "battle"));
        overrides.Set("model.sigmatemp", TomlValue.OfInteger(default, "2", 2));
        overrides.Set("model.file", TomlValue.OfText(default, "/other.onnx"));
        ConfigLoad load = Parse("[model]\nfile = 'mine.onnx'\nsigmatemp = 1\npitemp = 0.5\n[osc]\n", overrides);
        Assert.Empty(load.Problems);
        InstrumentConfig config = load.Config!;
        Assert.Equal((true, InteractionMode.Battle), (config.Verbose, config.Interaction.Mode));
        Assert.Equal(new ModelConfig(null, "/other.onnx", "s", 2, 0.5f, 1), config.Model);
        Assert.NotNull(config.Osc);
    }

    [Fact]
    public void A_wrong_value_of_the_file_that_does_not_count_is_no_mistake()
    {
        ConfigOverrides overrides = new();
        overrides.Set("model.dimension", TomlValue.OfInteger(default, "3", 3));
        Assert.Empty(Parse("[model]\ndimension = 'nine'\n", overrides).Problems);
    }

    [Fact]
    public void What_depends_on_a_value_is_held_against_it()
    {
        ConfigOverrides overrides = new();
        overrides.Set("model.dimension", TomlValue.OfInteger(default, "3", 3));
        ConfigLoad load = Parse("[model]\ndimension = 2\n[serialmidi]\nport = '/dev/x'\ninput = [['note_on', 1]]\n", overrides);
        Assert.Null(load.Config);
        Assert.Contains("c.toml(5): serialmidi.input: ", load.Problems[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_value_that_is_wrong_whatever_the_file_says_the_message_is_the_files()
    {
        ConfigOverrides overrides = new();
        overrides.Set("model.timescale", TomlValue.OfFloat(default, "nan", double.NaN));
        overrides.Set("interaction.mode", TomlValue.OfText(default, "duet"));
        overrides.Set("verbose", TomlValue.OfBoolean(default, true));
        Assert.Equal(
        [
            "interaction.mode: expected callresponse, polyphony, filter, battle or useronly, found the text 'duet'",
            "model.timescale: expected a number 0..100, found 'nan'",
        ], overrides.FindMistakes().Select(problem => $"{problem.Key}: {problem.Message}"));
    }

    [Fact]
    public void Something_else_in_the_place_of_a_section_is_the_files_mistake()
    {
        ConfigOverrides overrides = new();
        overrides.Set("interaction.mode", TomlValue.OfText(default, "battle"));
        ConfigLoad load = Parse("interaction = 3\n[model]\ndimension = 2\n", overrides);
        Assert.Equal(["c.toml(1): interaction: expected a section [interaction], found '3'"],
            load.Problems.Select(problem => problem.ToString()));
    }

    private static ConfigLoad Parse(string text, ConfigOverrides overrides) =>
        ConfigFile.Parse("c.toml", Encoding.UTF8.GetBytes(text), overrides);
}
