namespace Impsy.EndToEnd.Tests;

/// <summary>`systemctl reload`: a hangup, and the edited configuration takes over while it plays.</summary>
public class ServiceReloadTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void What_was_edited_takes_over_and_the_ports_of_which_nothing_has_changed_stay_open()
    {
        using PseudoTerminal wire = new();
        string link = Path.Combine(Path.GetTempPath(), $"impsy-wire-{Guid.NewGuid():N}");
        wire.LinkAs(link);
        using ServiceStage service = new(new TestStage
        {
            Mode = "battle",
            Autostart = true,
            Link = link,
            More = $"[serialmidi]\nport = \"{link}\"\noutput = [[\"note_on\", 1], [], [], [], [], [], [], []]\n",
        });
        using OscPeer player = new(service.Stage);
        using NativeInstrument instrument = service.Play();
        player.Command("/impsy/timescale", 0.5f);
        service.Edit("threshold = 0.1", "threshold = 3");
        service.Edit("[osc]", "[output]\nmax_note_length = 5\n[osc]"); // of the notes, so the MIDI port opens anew
        Reload(service, instrument, "channels kept: 1, opened: 1");
        OscPeer.Status status = player.AskStatus();
        Assert.Equal(("battle", 3, 0.5f), (status.Mode, status.Threshold, status.Timescale));
        Assert.Equal(1, instrument.CountOutput("OSC in: listening"));
        Assert.Equal(2, instrument.CountOutput($"serial MIDI: {link} open"));
        service.Edit("mode = \"battle\"", "mode = \"useronly\"");
        Reload(service, instrument, "channels kept: 2, opened: 0");
        Assert.Equal("useronly", player.AskStatus().Mode);
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
    }

    [Fact]
    public void Ports_that_changed_are_opened_anew_and_notes_on_them_end()
    {
        using PseudoTerminal wire = new();
        MidiSide synth = new(wire);
        string link = Path.Combine(Path.GetTempPath(), $"impsy-wire-{Guid.NewGuid():N}");
        wire.LinkAs(link);
        using ServiceStage service = new(new TestStage
        {
            Mode = "battle",
            Autostart = true,
            Link = link,
            More = $"[serialmidi]\nport = \"{link}\"\noutput = [[\"note_on\", 1], [], [], [], [], [], [], []]\n",
        });
        using OscPeer player = new(service.Stage);
        using NativeInstrument instrument = service.Play();
        Wait.Until(() => synth.Sounding.Count > 0, s_patience, () => "it plays no note");
        service.Edit("[[\"note_on\", 1]", "[[\"control_change\", 1, 7]");
        service.Edit($"server_port = {service.Stage.InPort}", $"server_port = {TestStage.FreePort()}");
        Reload(service, instrument, "channels kept: 0, opened: 2");
        Wait.Until(() => synth.Sounding.Count == 0, s_patience, () => "a note hangs");
        int told = synth.Told.Count;
        Wait.Until(() => synth.Told.Skip(told).Any(message =>
            message.ToString().StartsWith("B0 07", StringComparison.Ordinal)),
            s_patience, () => "no controller");
        Assert.Null(player.TryAskStatus(TimeSpan.FromMilliseconds(200)));
        Assert.Equal(2, instrument.CountOutput("OSC in: listening"));
    }

    [Fact]
    public void Mistakes_are_told_and_everything_is_as_it_was()
    {
        using ServiceStage service = new(new TestStage { Mode = "battle", Autostart = true });
        using OscPeer player = new(service.Stage);
        using NativeInstrument instrument = service.Play();
        service.Edit("threshold = 0.1", "threshold = -5\ninput_thru = 1");
        service.Edit("mode = \"battle\"", "mode = \"useronly\"");
        FinishedRun run = service.Command("send", "reload");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("interaction.threshold", run.Error, StringComparison.Ordinal);
        instrument.WaitForOutput("the one before plays on");
        Assert.Contains("(6): interaction.threshold: expected a number 0..60, found '-5'", instrument.Output,
            StringComparison.Ordinal);
        Assert.Contains("interaction.input_thru", instrument.Output, StringComparison.Ordinal);
        Assert.Contains("refused: ", service.Status, StringComparison.Ordinal);
        Assert.Equal("battle", player.AskStatus().Mode);
        int before = player.PredictionCount;
        Wait.Until(() => player.PredictionCount > before, s_patience, () => "it fell silent");
        service.Edit("threshold = -5\ninput_thru = 1", "threshold = 5");
        Assert.Equal((0, ""), (service.Command("send", "reload").ExitCode, ""));
        Assert.Equal(("useronly", 5), (player.AskStatus().Mode, player.AskStatus().Threshold));
        Wait.Until(() => !service.Status.Contains("refused: ", StringComparison.Ordinal), s_patience, () =>
            service.Status);
    }

    [Fact]
    public void Another_model_comes_with_it_and_one_of_another_dimension_too()
    {
        using ServiceStage service = new(new TestStage { Mode = "battle", Autostart = true,
            Model = "models/nine.onnx" });
        File.WriteAllBytes(Path.Combine(service.Models, "nine.onnx"), TestMetronome.Write(0.05f));
        File.WriteAllBytes(Path.Combine(service.Models, "nine-too.onnx"), TestMetronome.Write(0.02f));
        File.WriteAllBytes(Path.Combine(service.Models, "four.onnx"), TestMetronome.Write(0.05f, dimension: 4));
        using OscPeer player = new(service.Stage);
        using NativeInstrument instrument = service.Play();
        service.Edit("nine.onnx", "nine-too.onnx");
        Reload(service, instrument, "channels kept: 1, opened: 0");
        Assert.Equal("nine-too.onnx", player.AskStatus().Model);
        service.Edit("nine-too.onnx", "four.onnx");
        service.Edit("dimension = 9", "dimension = 4");
        Reload(service, instrument, "channels kept: 0, opened: 1");
        Assert.Equal("four.onnx", player.AskStatus().Model);
        int before = player.PredictionCount;
        Wait.Until(() => player.PredictionCount >= before + 5, s_patience, () => "it fell silent");
        Assert.Equal(3, player.Predictions[^1].Arguments.Length);
        player.Play(0.1f, 0.2f, 0.3f);
        Wait.Until(() => player.AskStatus().Inputs == 1, s_patience, () => "not heard");
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
    }

    [Fact]
    public void A_model_of_another_dimension_that_lands_rebuilds_the_instrument_around_it()
    {
        using ServiceStage service = new(new TestStage { Mode = "battle", Autostart = true, Model = "models" });
        File.WriteAllBytes(Path.Combine(service.Models, "nine.onnx"), TestMetronome.Write(0.05f));
        service.Stage.WriteConfig();
        service.Edit("dimension = 9\n", "");
        using OscPeer player = new(service.Stage);
        service.Edit("client_port = 9", $"client_port = {service.Stage.OutPort}");
        using NativeInstrument instrument = service.Restart();
        Wait.Until(() => player.PredictionCount >= 5, s_patience, () => instrument.Output);
        File.WriteAllBytes(Path.Combine(service.Models, "four.onnx"), TestMetronome.Write(0.05f, dimension: 4));
        instrument.WaitForOutput("reloaded in");
        Wait.Until(() => player.Predictions[^1].Arguments.Length == 3, s_patience, () => instrument.Output);
        Assert.Equal("four.onnx", player.AskStatus().Model);
    }

    /// <summary>Of a pulse every 10 ms none is lost, and none comes twice.</summary>
    [Fact]
    public void A_reload_in_the_middle_of_a_pulse_loses_no_beat()
    {
        using ServiceStage service = new(new TestStage { Mode = "battle", Autostart = true,
            Model = "models/pulse.onnx" });
        File.WriteAllBytes(Path.Combine(service.Models, "pulse.onnx"), TestMetronome.Write(0.01f));
        using OscPeer player = new(service.Stage);
        using NativeInstrument instrument = service.Play();
        for (int i = 0; i < 10; i++)
        {
            service.Edit(i % 2 == 0 ? "threshold = 0.1" : "threshold = 0.2",
                i % 2 == 0 ? "threshold = 0.2" : "threshold = 0.1");
            Reload(service, instrument, "reloaded in", i + 1);
            int played = 10 * (i + 1);
            Wait.Until(() => player.PredictionCount >= played, s_patience, () => instrument.Output);
        }
        long stalls = player.AskStatus().Stalls; // of a busy machine: then the pulse begins anew, some time later
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
        long[] times = [.. service.Stage.LogLines().Select(line =>
            DateTime.Parse(line.Split(',')[0], System.Globalization.CultureInfo.InvariantCulture).Ticks / 10)];
        Assert.InRange(times.Length, 20, 100_000);
        // The deadlines as they are logged.
        Assert.Equal(stalls, times.Zip(times.Skip(1), (a, b) => b - a).Count(step => step is < 9_998 or > 10_002));
    }

    private static void Reload(ServiceStage service, NativeInstrument instrument, string outcome, int count = 1)
    {
        int ready = service.News.Count(news => news == "READY=1");
        instrument.Tell(Signals.Hangup);
        service.WaitForNews("READY=1", ready + 1, () => instrument.Output);
        Wait.Until(() => instrument.CountOutput(outcome) == count, s_patience, () => instrument.Output);
        Assert.Matches(@"^RELOADING=1\nMONOTONIC_USEC=\d+$", service.News.Last(news =>
            news.StartsWith("RELOADING", StringComparison.Ordinal)));
    }
}
