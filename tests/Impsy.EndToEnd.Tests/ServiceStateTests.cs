namespace Impsy.EndToEnd.Tests;

/// <summary>What survives: the power cut, the mistake in the configuration, the model that is none.</summary>
public class ServiceStateTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void After_a_power_cut_it_goes_on_as_it_was_but_not_paused()
    {
        using ServiceStage service = new(new TestStage { Mode = "callresponse", Model = "models/one.onnx" });
        File.Copy(ServiceStage.ShippedModel, Path.Combine(service.Models, "one.onnx"));
        File.Copy(ServiceStage.ShippedModel, Path.Combine(service.Models, "two.onnx"));
        using OscPeer player = new(service.Stage);
        using (NativeInstrument instrument = service.Play())
        {
            player.Command("/impsy/mode", "battle");
            player.Command("/impsy/timescale", 0.25f);
            player.Command("/impsy/sigmatemp", 0.1f);
            player.Command("/impsy/model", "two");
            instrument.WaitForOutput("two.onnx takes over");
            player.Command("/impsy/pause", 1);
            WaitForState(service, "/two.onnx\"");
            instrument.Signal(Signals.Kill);
        }
        using (NativeInstrument instrument = service.Restart())
        {
            OscPeer.Status status = player.AskStatus();
            Assert.Equal(
                ("battle", false, "two.onnx", 0.1f, 0.25f, 0.1f),
                (status.Mode, status.Paused, status.Model, status.Sigma, status.Timescale, status.Threshold));
            Assert.Contains("as it was before: battle, timescale 0.25", instrument.Output, StringComparison.Ordinal);
            instrument.Signal(Signals.Kill);
        }
        service.Edit("mode = \"callresponse\"", "mode = \"filter\""); // what the owner edits counts, and nothing else
        using (NativeInstrument instrument = service.Restart())
        {
            OscPeer.Status status = player.AskStatus();
            Assert.Equal(("filter", "two.onnx", 0.25f), (status.Mode, status.Model, status.Timescale));
            instrument.Signal(Signals.Kill);
        }
        File.WriteAllBytes(Path.Combine(service.Models, "one.onnx"), TestMetronome.Write(0.1f)); // and a newer model
        using (NativeInstrument instrument = service.Restart("--mode", "polyphony"))
        {
            OscPeer.Status status = player.AskStatus();
            Assert.Equal(("polyphony", "one.onnx", 0.25f), (status.Mode, status.Model, status.Timescale));
        }
    }

    [Fact]
    public void A_configuration_with_a_mistake_is_told_and_the_last_good_one_plays_over_and_over()
    {
        using ServiceStage service = new(new TestStage { Mode = "battle", Autostart = true,
            Model = "models/one.onnx" });
        File.Copy(ServiceStage.ShippedModel, Path.Combine(service.Models, "one.onnx"));
        using OscPeer player = new(service.Stage);
        using (NativeInstrument instrument = service.Play())
        {
            WaitForState(service, "one.onnx");
            instrument.Signal(Signals.Terminate);
        }
        service.Edit("threshold = 0.1", "threshold = \"short\"");
        for (int start = 0; start < 2; start++)
        {
            using NativeInstrument instrument = service.Restart();
            Assert.Contains(
                $"{service.ConfigPath}(6): interaction.threshold: expected a number 0..60, found the text 'short'",
                instrument.Output, StringComparison.Ordinal);
            Assert.Contains("the last good one plays", instrument.Output, StringComparison.Ordinal);
            Wait.Until(() => service.Status.Contains("refused: ", StringComparison.Ordinal), s_patience, () =>
                service.Status);
            int before = player.PredictionCount;
            Wait.Until(() => player.PredictionCount > before, s_patience, () => "it does not play");
            instrument.Signal(Signals.Kill);
        }
        service.Edit("threshold = \"short\"", "threshold = 2");
        using NativeInstrument mended = service.Restart();
        Assert.Equal(2, player.AskStatus().Threshold);
        Assert.DoesNotContain("last good", mended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_model_that_is_none_any_more_is_told_and_the_last_good_one_plays(bool isGone)
    {
        using ServiceStage service = new(new TestStage { Mode = "battle", Autostart = true,
            Model = "models/one.onnx" });
        string model = Path.Combine(service.Models, "one.onnx");
        File.Copy(ServiceStage.ShippedModel, model);
        using OscPeer player = new(service.Stage);
        using (NativeInstrument instrument = service.Play())
        {
            WaitForState(service, "one.onnx");
            instrument.Signal(Signals.Kill);
        }
        if (isGone)
            File.Delete(model);
        else
            File.WriteAllText(model, "torn");
        for (int start = 0; start < 2; start++)
        {
            using NativeInstrument instrument = service.Restart();
            Assert.Contains("the model cannot be played: ", instrument.Output, StringComparison.Ordinal);
            int before = player.PredictionCount;
            Wait.Until(() => player.PredictionCount > before, s_patience, () => "it does not play");
            Assert.Equal("the last good model", player.AskStatus().Model);
            Wait.Until(() => service.Status.Contains("refused: ", StringComparison.Ordinal), s_patience, () =>
                service.Status);
            instrument.Signal(Signals.Kill);
        }
    }

    [Fact]
    public void Of_a_folder_the_model_plays_that_was_not_there_at_the_last_start()
    {
        using ServiceStage service = new(new TestStage { Mode = "useronly", Model = "models" });
        File.Copy(ServiceStage.ShippedModel, Path.Combine(service.Models, "old.onnx"));
        Thread.Sleep(20); // file systems stamp with the kernel's tick, 10 ms at the slowest
        File.Copy(ServiceStage.ShippedModel, Path.Combine(service.Models, "newer.onnx"));
        using OscPeer player = new(service.Stage);
        using (NativeInstrument instrument = service.Play())
        {
            Assert.Equal("newer.onnx", player.AskStatus().Model);
            player.Command("/impsy/model", "old");
            instrument.WaitForOutput("old.onnx takes over");
            WaitForState(service, "/old.onnx\"");
            instrument.Signal(Signals.Kill);
        }
        // Touched, and still the same.
        File.SetLastWriteTimeUtc(Path.Combine(service.Models, "newer.onnx"), DateTime.UtcNow);
        using (NativeInstrument instrument = service.Restart())
        {
            Assert.Equal("old.onnx", player.AskStatus().Model);
            instrument.Signal(Signals.Kill);
        }
        File.WriteAllBytes(Path.Combine(service.Models, "another.onnx"), TestMetronome.Write(0.1f));
        using NativeInstrument last = service.Restart();
        Assert.Equal("another.onnx", player.AskStatus().Model);
    }

    [Fact]
    public void A_state_that_cannot_be_read_or_written_is_told_and_changes_nothing()
    {
        using ServiceStage service = new(new TestStage { Mode = "filter" });
        using OscPeer player = new(service.Stage);
        File.WriteAllText(Path.Combine(service.StateFolder, "state.toml"), "format = 1\n[now]\nmode = \"loud\"\n");
        using (NativeInstrument instrument = service.Play())
        {
            Assert.Contains("the state is not used: ", instrument.Output, StringComparison.Ordinal);
            Assert.Equal("filter", player.AskStatus().Mode);
            instrument.Signal(Signals.Kill);
        }
        Directory.Delete(service.StateFolder, recursive: true);
        File.WriteAllText(service.StateFolder, "a file where the folder should be");
        using NativeInstrument blocked = service.Restart();
        blocked.WaitForOutput("the state cannot be kept: Not a directory");
        Thread.Sleep(2500);
        Assert.Equal(1, blocked.CountOutput("the state cannot be kept"));
    }

    private static void WaitForState(ServiceStage service, string text) => Wait.Until(
        () => File.Exists(Path.Combine(service.StateFolder, "state.toml"))
            && File.ReadAllText(Path.Combine(service.StateFolder, "state.toml")).Contains(text,
                StringComparison.Ordinal),
        s_patience, () => "the state is not written");
}
