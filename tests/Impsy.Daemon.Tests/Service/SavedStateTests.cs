using Impsy.Daemon.Engine;
using Impsy.Daemon.Models;
using Impsy.Daemon.Service;

namespace Impsy.Daemon.Tests.Service;

public sealed class SavedStateTests : IDisposable
{
    private static readonly EngineSettings s_config = new(InteractionMode.CallResponse, 0.1f);
    private static readonly EngineSettings s_was = new(
        InteractionMode.Battle, 2, SigmaTemperature: 0.01f, PiTemperature: 3, Timescale: 0.25f);

    private readonly string _folder = Directory.CreateTempSubdirectory("impsy-state-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void With_the_same_configuration_everything_is_as_it_was() => Assert.Equal(
        s_was with { InputThru = true, Autostart = true },
        SavedState.Resume(s_config with { InputThru = true, Autostart = true }, s_config, s_was, _ => false));

    [Fact]
    public void What_the_owner_has_edited_counts_and_nothing_else()
    {
        EngineSettings edited = s_config with { Mode = InteractionMode.Filter, SigmaTemperature = 1 };
        Assert.Equal(
            s_was with { Mode = InteractionMode.Filter, SigmaTemperature = 1 },
            SavedState.Resume(edited, s_config, s_was, _ => false));
        Assert.Equal(
            s_was with { SigmaTemperature = null }, // taken out of the file: the model's again
            SavedState.Resume(s_config, s_config with { SigmaTemperature = 1 }, s_was, _ => false));
    }

    [Theory]
    [InlineData("interaction.mode")]
    [InlineData("interaction.threshold")]
    [InlineData("model.sigmatemp")]
    [InlineData("model.pitemp")]
    [InlineData("model.timescale")]
    public void What_the_command_line_says_counts_even_if_it_says_the_same_as_before(string key)
    {
        EngineSettings resumed = SavedState.Resume(s_config, s_config, s_was, forced => forced == key);
        Assert.Equal(1, new[]
        {
            resumed.Mode != s_was.Mode, resumed.Threshold != s_was.Threshold, resumed.Timescale != s_was.Timescale,
            resumed.SigmaTemperature != s_was.SigmaTemperature, resumed.PiTemperature != s_was.PiTemperature,
        }.Count(isForced => isForced));
    }

    [Fact]
    public void It_is_written_and_read_whatever_the_names_are()
    {
        StateFolder folder = new(Path.Combine(_folder, "new"));
        Assert.Null(folder.Read(out string none));
        Assert.Equal("", none);
        SavedModels models = new(
            "mod\"els\\", "/a\tb/\u0001é", "/a/😀.onnx",
            [new ModelStamp("😀.onnx", 1_700_000_000_123_456_789, 0xFFFFFFFF), new ModelStamp("b\".onnx", 0, 0)]);
        SavedState state = new(s_was with { Threshold = 0.1f, Timescale = 1e-6f }, s_config, models);
        Assert.True(folder.Write(state).IsNone);
        SavedState? read = folder.Read(out string problem);
        Assert.Equal("", problem);
        Assert.Equal((state.Now, state.Config), (read!.Now, read.Config));
        Assert.Equal(
            (models.Configured, models.Folder, models.Playing), (read.Models.Configured, read.Models.Folder,
                read.Models.Playing));
        Assert.Equal(models.Known, read.Models.Known);
    }

    [Theory]
    [InlineData("", "format")]
    [InlineData("format = 2", "format: expected a whole number 1..1, found '2'")]
    [InlineData("format = 1\n[now]\nmode = 'loud'", "now.mode")]
    [InlineData("format = 1\n[now]\ntimescale = nan", "now.timescale")]
    [InlineData("format = 1\n[config]\nthreshold = 61", "config.threshold")]
    [InlineData("format = 1\n[models]\nknown = [[1]]", "models.known")]
    [InlineData("format = 1\n[models]\nknown = 5\nplaying = 5", "models.playing")]
    [InlineData("format = 1\n[now", "(2)")]
    [InlineData("\0\0\0\0", "(1)")]
    public void One_that_is_torn_or_edited_badly_is_none_and_says_why(string text, string part)
    {
        Assert.Null(StateText.Read("state.toml", System.Text.Encoding.UTF8.GetBytes(text), out string problem));
        Assert.Contains(part, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_is_a_state_or_a_problem_and_never_a_throw()
    {
        byte[] whole = StateText.Write(new SavedState(s_was, s_config, new SavedModels("a", "b", "c",
            [new("d", 1, 2)])));
        for (int length = 0; length < whole.Length; length++)
        {
            SavedState? read = StateText.Read("state.toml", whole.AsSpan(0, length), out string problem);
            Assert.Equal(read is null, problem.Length > 0);
        }
    }
}
