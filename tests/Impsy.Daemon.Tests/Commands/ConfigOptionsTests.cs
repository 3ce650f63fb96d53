using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Commands;

namespace Impsy.Daemon.Tests.Commands;

public class ConfigOptionsTests
{
    [Fact]
    public void Every_option_of_Python_IMPSY_reaches_its_key()
    {
        InstrumentConfig config = Read(
            "-d 4 --mode polyphony --threshold .5 --input-thru --sigma-temp 0 --pi-temp 1e1 --timescale 2.5 --verbose "
            + "--no-log-input --log-predictions");
        Assert.Equal((true, false, true), (config.Verbose, config.LogInput, config.LogPredictions));
        Assert.Equal(new InteractionConfig(InteractionMode.Polyphony, 0.5f, InputThru: true, Autostart: false), config.Interaction);
        Assert.Equal(new ModelConfig(4, null, "s", 0, 10, 2.5f), config.Model);
    }

    [Fact]
    public void Their_opposites_too()
    {
        InstrumentConfig config = Read("--dimension 4 --no-input-thru --quiet --log-input --no-log-predictions");
        Assert.Equal(
            (false, true, false, false),
            (config.Verbose, config.LogInput, config.LogPredictions, config.Interaction.InputThru));
    }

    [Theory]
    [InlineData("--dimension 66", "--dimension: expected a whole number 2..65, found '66'")]
    [InlineData("--dimension 4.0", "--dimension: expected a whole number 2..65, found '4.0'")]
    [InlineData("--mode 5", "--mode: expected callresponse, polyphony, filter, battle or useronly, found '5'")]
    [InlineData("--threshold -0.1", "--threshold: expected a number 0..60, found '-0.1'")]
    [InlineData("--sigma-temp nan", "--sigma-temp: expected a number 0..10, found 'nan'")]
    [InlineData("--pi-temp hot", "--pi-temp: expected a number 0..10, found the text 'hot'")]
    [InlineData("--timescale 100.1", "--timescale: expected a number 0..100, found '100.1'")]
    public void A_value_out_of_range_is_told_like_the_configurations(string line, string expected)
    {
        ConfigOptions.Read(Parse(line), out IReadOnlyList<string> mistakes);
        Assert.Equal([expected], mistakes);
    }

    [Fact]
    public void Logging_is_no_matter_of_a_replay() => Assert.Equal(
        ["dimension", "mode", "threshold", "input-thru", "sigma-temp", "pi-temp", "timescale"],
        ConfigOptions.Playing.Select(option => option.Name));

    private static InstrumentConfig Read(string line)
    {
        ConfigOverrides overrides = ConfigOptions.Read(Parse(line), out IReadOnlyList<string> mistakes);
        Assert.Empty(mistakes);
        ConfigLoad load = ConfigFile.Parse("config.toml", "verbose = true\nlog_predictions = true\n"u8, overrides);
        Assert.Empty(load.Problems);
        return load.Config!;
    }

    private static CommandArguments Parse(string line)
    {
        Assert.True(CommandArguments.TryParse(line.Split(' '), ConfigOptions.All, 1, out CommandArguments? parsed, out _));
        return parsed;
    }
}
