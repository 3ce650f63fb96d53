namespace Impsy.EndToEnd.Tests;

/// <summary>What the binary answers to a person, and to systemd: 0, 2 for usage, 78 for the configuration.</summary>
public class CommandLineTests
{
    [Theory]
    [InlineData("--help", "impsy replay take.log")]
    [InlineData("run --help", "impsy run -c configs/demo.toml")]
    [InlineData("replay -h", "--speed X|max")]
    [InlineData("check-config --help", "impsy check-config config.toml")]
    [InlineData("--version", "0.")]
    public void Help_and_version_go_to_standard_output_with_status_0(string line, string part)
    {
        using TestStage stage = new();
        FinishedRun run = FinishedRun.Of(stage.Folder, line.Split(' '));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(part, run.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "usage: impsy COMMAND")]
    [InlineData("play", "impsy: unknown command 'play'\ntry 'impsy --help'\n")]
    [InlineData("run --mode duet --threshold 61", "impsy: --mode: expected callresponse, polyphony, filter, battle or "
        + "useronly, found the text 'duet'\nimpsy: --threshold: expected a number 0..60, found '61'\ntry 'impsy run --help'\n")]
    [InlineData("run --sigma-temp", "impsy: --sigma-temp needs a value: X\n")]
    [InlineData("run a.onnx b.onnx", "impsy: unexpected 'b.onnx'\n")]
    [InlineData("replay -c config.toml", "impsy: expected the LOG to replay\n")]
    [InlineData("replay none.log -c config.toml", "none.log")]
    [InlineData("replay config.toml -c config.toml", "impsy: config.toml: expected rows of a player with 8 values, found none\n")]
    [InlineData("replay take.log -c config.toml --to there.log", "there.log' already exists")]
    public void A_usage_mistake_is_status_2_and_starts_nothing(string line, string part)
    {
        using TestStage stage = Stage();
        FinishedRun run = FinishedRun.Of(stage.Folder, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((2, ""), (run.ExitCode, run.Text));
        Assert.Contains(part, run.Error, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(Path.Combine(stage.Folder, "there.log")));
        Assert.False(Directory.Exists(stage.Logs));
    }

    [Theory]
    [InlineData("run -c none.toml", "none.toml: expected a configuration file, found nothing there")]
    [InlineData("run none.onnx -c config.toml", "none.onnx: not found in")]
    [InlineData("run -c config.toml -d 4 there.log", "there.log")]
    [InlineData("replay take.log -c none.toml", "none.toml: expected a configuration file, found nothing there")]
    [InlineData("replay take.log -c config.toml --dimension 4", "dimension: expected 4, as the configuration says, found 9")]
    [InlineData("replay take.log -c silent.toml --to osc", "silent.toml: osc: expected a section [osc] to send to, found none")]
    public void A_configuration_or_a_model_that_does_not_load_is_status_78(string line, string part)
    {
        using TestStage stage = Stage();
        FinishedRun run = FinishedRun.Of(stage.Folder, line.Split(' '));
        Assert.Equal((78, ""), (run.ExitCode, run.Text));
        Assert.Contains(part, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_count_instead_of_what_the_configuration_says()
    {
        using TestStage stage = new() { Mode = "callresponse", LogPredictions = false };
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Launch(
            stage.Folder, "run", "-c", stage.WriteConfig(), "-l", stage.Logs, "--mode", "filter", "--threshold", "7",
            "--sigma-temp=0.25", "--timescale", "3", "--verbose", "--no-log-input", "--log-predictions");
        instrument.WaitForOutput(" ready: filter");
        player.PlayStep(1);
        Wait.Until(() => player.Predictions.Count == 1, TimeSpan.FromSeconds(20), () => "no answer");
        OscPeer.Status status = player.AskStatus();
        Assert.Equal(
            ("filter", 7f, 0.25f, 3f), (status.Mode, status.Threshold, status.Sigma, status.Timescale));
        instrument.WaitForOutput("prediction 000000");
        Assert.Equal(0, instrument.Signal(15).ExitCode);
        string row = Assert.Single(stage.LogLines());
        Assert.Contains(",rnn,", row, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_named_as_the_model_plays_its_newest_model()
    {
        using TestStage stage = new() { Mode = "filter" };
        string models = Directory.CreateDirectory(Path.Combine(stage.Folder, "models")).FullName;
        File.WriteAllText(Path.Combine(models, "z-old.onnx"), "no model");
        Thread.Sleep(20); // file systems stamp with the kernel's tick, 10 ms at the slowest
        string shipped = Path.Combine(Path.GetDirectoryName(NativeInstrument.Executable)!, "models", TestStage.ModelName);
        File.Copy(shipped, Path.Combine(models, "a-new.onnx"));
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Launch(
            stage.Folder, "run", "models", "-c", stage.WriteConfig(), "-l", stage.Logs);
        instrument.WaitForOutput(" ready: ");
        Assert.Equal("a-new.onnx", player.AskStatus().Model);
    }

    private static TestStage Stage()
    {
        TestStage stage = new();
        stage.WriteConfig();
        File.WriteAllText(Path.Combine(stage.Folder, "silent.toml"), "[model]\ndimension = 9\n");
        File.WriteAllText(Path.Combine(stage.Folder, "there.log"), "precious");
        File.WriteAllText(
            Path.Combine(stage.Folder, "take.log"), "2019-01-17T12:00:00,interface,0.5,0.5,0.5,0.5,0.5,0.5,0.5,0.5\n");
        return stage;
    }
}
