namespace Impsy.EndToEnd.Tests;

/// <summary>Models that are copied over while it plays.</summary>
public class ServiceModelTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void A_model_copied_over_the_one_that_plays_takes_over_when_it_is_whole()
    {
        using ServiceStage service = new(new TestStage { Mode = "battle", Autostart = true,
            Model = "models/mine.onnx" });
        string mine = Path.Combine(service.Models, "mine.onnx");
        File.Copy(ServiceStage.ShippedModel, mine);
        using OscPeer player = new(service.Stage);
        using NativeInstrument instrument = service.Play();
        byte[] another = Metronome(0.02f);
        using (FileStream copy = new(mine, FileMode.Create)) // as scp does it
        {
            copy.Write(another.AsSpan(0, another.Length / 2));
            copy.Flush();
            Thread.Sleep(300);
            Assert.Equal(0, instrument.CountOutput("takes over"));
            Assert.Equal(0, instrument.CountOutput("refused"));
            copy.Write(another.AsSpan(another.Length / 2));
        }
        instrument.WaitForOutput("model mine.onnx takes over: 9d");
        int before = player.PredictionCount;
        Wait.Until(() => player.PredictionCount >= before + 20, s_patience, () => "it fell silent");
        Assert.Equal(1, instrument.CountOutput("takes over"));
    }

    [Fact]
    public void In_a_folder_what_lands_plays_and_what_is_no_model_is_refused_once()
    {
        using ServiceStage service = new(new TestStage { Mode = "battle", Autostart = true, Model = "models" });
        File.Copy(ServiceStage.ShippedModel, Path.Combine(service.Models, "one.onnx"));
        using OscPeer player = new(service.Stage);
        using NativeInstrument instrument = service.Play();
        File.WriteAllBytes(Path.Combine(service.Models, "half.onnx"), Metronome(0.02f)[..200]); // a copy that broke off
        instrument.WaitForOutput("model refused, the one before plays on");
        File.WriteAllBytes(Path.Combine(service.Models, ".two.onnx.x7f"), Metronome(0.02f)); // as rsync does it
        File.Move(Path.Combine(service.Models, ".two.onnx.x7f"), Path.Combine(service.Models, "two.onnx"));
        instrument.WaitForOutput("model two.onnx takes over");
        Assert.Equal("two.onnx", player.AskStatus().Model);
        Assert.Equal(1, instrument.CountOutput("refused"));
    }

    [Fact]
    public void Without_watch_nothing_happens_until_the_next_start_which_plays_it()
    {
        using ServiceStage service = new(new TestStage
        {
            Mode = "battle",
            Autostart = true,
            Model = "models\"\nwatch = false # \"",
        });
        File.Copy(ServiceStage.ShippedModel, Path.Combine(service.Models, "z-old.onnx"));
        using OscPeer player = new(service.Stage);
        using (NativeInstrument instrument = service.Play())
        {
            Wait.Until(() => File.Exists(Path.Combine(service.StateFolder, "state.toml")), s_patience, () =>
                "no state");
            File.WriteAllBytes(Path.Combine(service.Models, "a-new.onnx"), Metronome(0.02f));
            player.Command("/impsy/timescale", 0.5f); // the state is written anew, and still does not know it
            Wait.Until(
                () => File.ReadAllText(Path.Combine(service.StateFolder, "state.toml")).Contains("timescale = 0.5",
                    StringComparison.Ordinal),
                s_patience, () => "the state is not written");
            Assert.Equal("z-old.onnx", player.AskStatus().Model);
            instrument.Signal(Signals.Kill);
        }
        using (NativeInstrument instrument = service.Restart())
        {
            Assert.Equal("a-new.onnx", player.AskStatus().Model);
            instrument.Signal(Signals.Kill);
        }
    }

    [Fact]
    public void A_model_that_is_missing_is_looked_out_for_and_plays_when_it_comes()
    {
        using ServiceStage service = new(new TestStage { Mode = "battle", Autostart = true,
            Model = "models/first.onnx" });
        using OscPeer player = new(service.Stage);
        using NativeInstrument instrument = service.Play();
        Assert.Contains("no model, so only thru and logging", instrument.Output, StringComparison.Ordinal);
        File.Copy(ServiceStage.ShippedModel, Path.Combine(service.Models, "second.onnx"));
        File.Copy(ServiceStage.ShippedModel, Path.Combine(service.Models, "first.onnx"));
        Wait.Until(() => player.PredictionCount >= 5, s_patience, () => instrument.Output);
        Assert.Equal("first.onnx", player.AskStatus().Model);
    }

    [Fact]
    public void While_the_owners_folder_is_empty_what_ships_plays_and_then_the_first_that_comes_there()
    {
        using ServiceStage service = new(new TestStage { Mode = "battle", Autostart = true, Model = "models" });
        using OscPeer player = new(service.Stage);
        using NativeInstrument instrument = service.Play();
        Assert.Equal(TestStage.ModelName, player.AskStatus().Model);
        File.WriteAllBytes(Path.Combine(service.Models, "mine.onnx"), Metronome(0.02f));
        instrument.WaitForOutput($"model {Path.Combine(service.Models, "mine.onnx")}: 9d");
        Assert.Equal("mine.onnx", player.AskStatus().Model);
        File.WriteAllBytes(Path.Combine(service.Models, "next.onnx"), Metronome(0.03f));
        instrument.WaitForOutput("model next.onnx takes over");
    }

    private static byte[] Metronome(float seconds) => TestMetronome.Write(seconds);
}
