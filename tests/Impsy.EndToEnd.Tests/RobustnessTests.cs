using System.Net;
using System.Net.Sockets;

namespace Impsy.EndToEnd.Tests;

public class RobustnessTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>Upstream bugs 4 and 5: each of these packets ends the ancestor or silences it for good.</summary>
    [Fact]
    public void Bugs_4_and_5_no_packet_ends_it_or_silences_it()
    {
        using TestStage stage = new() { Mode = "battle", Autostart = true };
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        player.Play(0.1f, 0.2f, 0.3f);
        player.Play(float.NaN, 0, 0, 0, 0, 0, 0, 0);
        player.Command("/interface", "a", "b", "c", "d", "e", "f", "g", "h");
        player.Command("/impsy/pitemp", -1f);
        player.Command("/impsy/sigmatemp", float.NaN);
        player.Command("/impsy/timescale", -1f);
        player.Command("/impsy/mode", "loud");
        player.Command("/impsy/mode");
        player.Command("/impsy/model", "../../etc/passwd");
        player.Command("/impsy/model", "not there");
        player.Command("/impsy/nothing", 1);
        player.Send([]);
        player.Send("/interface"u8);
        player.Send(new byte[60_000]);
        OscPeer.Status status = player.AskStatus();
        Assert.Equal(("battle", 1f, 0), (status.Mode, status.Timescale, status.Inputs));
        int before = player.Predictions.Count;
        Wait.Until(() => player.Predictions.Count >= before + 20, s_patience, () => "it fell silent");
        player.Command("/impsy/pitemp", 0f); // the ancestor divides by it; here it is the most likely component
        player.Command("/impsy/sigmatemp", 0f);
        before = player.Predictions.Count;
        Wait.Until(() => player.Predictions.Count >= before + 20, s_patience, () => "silent at temperature 0");
        Assert.True(instrument.IsAlive);
    }

    [Fact]
    public void Another_model_takes_over_while_it_plays_and_a_broken_one_does_not()
    {
        using TestStage stage = new() { Mode = "battle", Autostart = true, Model = "models/one.onnx" };
        string models = Directory.CreateDirectory(Path.Combine(stage.Folder, "models")).FullName;
        string shipped = Path.Combine(Path.GetDirectoryName(NativeInstrument.Executable)!, "models", TestStage.ModelName);
        File.Copy(shipped, Path.Combine(models, "one.onnx"));
        File.Copy(shipped, Path.Combine(models, "two.onnx"));
        File.WriteAllBytes(Path.Combine(models, "broken.onnx"), File.ReadAllBytes(shipped)[..5000]);
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        Assert.Equal("one.onnx", player.AskStatus().Model);
        player.Command("/impsy/model", "broken");
        instrument.WaitForOutput("model refused");
        Assert.Equal("one.onnx", player.AskStatus().Model);
        player.Command("/impsy/model", "two");
        instrument.WaitForOutput("model two.onnx takes over");
        Assert.Equal("two.onnx", player.AskStatus().Model);
        // What is loaded stays whole whatever becomes of the file.
        File.WriteAllText(Path.Combine(models, "two.onnx"), "overwritten");
        int before = player.Predictions.Count;
        Wait.Until(() => player.Predictions.Count >= before + 20, s_patience, () => "it fell silent");
    }

    [Fact]
    public void Without_its_model_it_logs_and_says_so()
    {
        using TestStage stage = new() { Mode = "callresponse", Model = "models/absent.tflite" };
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        Assert.Contains("impsy-trainer import models/absent.tflite", instrument.Output, StringComparison.Ordinal);
        player.PlayStep(1);
        Wait.Until(() => stage.LogLines().Length == 1, s_patience, () => "not logged");
        Assert.True(instrument.IsAlive);
    }

    [Fact]
    public void An_empty_model_name_plays_the_random_walk()
    {
        using TestStage stage = new() { Mode = "battle", Autostart = true, Model = "" };
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        Wait.Until(() => player.Predictions.Count >= 20, s_patience, () => "it does not play");
    }

    [Fact]
    public void A_port_that_is_taken_does_not_keep_it_from_playing_and_is_used_when_it_is_free()
    {
        using TestStage stage = new() { Mode = "battle", Autostart = true };
        using OscPeer player = new(stage);
        using UdpClient squatter = new(new IPEndPoint(IPAddress.Loopback, stage.InPort));
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        Assert.Contains("Address already in use", instrument.Output, StringComparison.Ordinal);
        Wait.Until(() => player.Predictions.Count >= 20, s_patience, () => "it does not play");
        squatter.Dispose();
        instrument.WaitForOutput("OSC in: listening");
        Assert.Equal("battle", player.AskStatus().Mode);
    }

    [Fact]
    public void Senders_outside_the_allowed_networks_are_not_heard()
    {
        using TestStage stage = new() { Mode = "useronly", More = "allow = [\"10.0.0.0/8\"]" };
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        player.PlayStep(1);
        player.Command("/impsy/mode", "battle");
        Thread.Sleep(200);
        (int exit, _) = instrument.Signal(15);
        Assert.Equal(0, exit);
        Assert.Empty(stage.LogLines());
        Assert.Contains("SenderNotAllowed 2", instrument.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_in_the_configuration_are_told_all_at_once_and_end_with_78()
    {
        using TestStage stage = new() { More = "client_prot = 5\n[serial]\nbaudrate = \"fast\"", Timescale = -4 };
        string config = stage.WriteConfig();
        foreach (string[] arguments in new[] { new[] { "check-config", config }, ["run", "-c", config] })
        {
            using NativeInstrument instrument = NativeInstrument.Launch(stage.Folder, arguments);
            Assert.Equal(78, instrument.WaitForExit());
            Assert.Contains("model.timescale", instrument.Output, StringComparison.Ordinal);
            Assert.Contains("serial.baudrate", instrument.Output, StringComparison.Ordinal);
            Assert.Contains("client_port", instrument.Output, StringComparison.Ordinal); // did you mean
        }
    }

    [Fact]
    public void A_wrong_command_line_ends_with_2_and_says_what_to_type()
    {
        using TestStage stage = new();
        using NativeInstrument instrument = NativeInstrument.Launch(stage.Folder, "run", "--confg", "x");
        Assert.Equal(2, instrument.WaitForExit());
        Assert.Contains("impsy run --help", instrument.Output, StringComparison.Ordinal);
    }
}
