namespace Impsy.EndToEnd.Tests;

/// <summary>MIDI over a serial line, with a pseudo-terminal for the wire.</summary>
public sealed class SerialMidiTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly PseudoTerminal _wire = new();
    private readonly MidiSide _synth;

    public SerialMidiTests() => _synth = new MidiSide(_wire);

    public void Dispose() => _wire.Dispose();

    [Theory]
    [InlineData("callresponse")]
    [InlineData("polyphony")]
    [InlineData("battle")]
    [InlineData("useronly")]
    public void Bugs_1_9_and_16_MIDI_is_heard_in_every_mode_with_running_status_and_real_note_offs(string mode)
    {
        using TestStage stage = Stage(mode, "input_thru = true");
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        // Three keys in running status, a clock in the middle of one, two of them let go, and a controller.
        _synth.Play("90 3C 64 40 F8 65 43 66 3C 00 40 00 B0 2A 7F");
        Wait.Until(() => player.AskStatus().Inputs == 4, s_patience, () => $"{player.AskStatus().Inputs} inputs");
        if (mode == "useronly")
        {
            Wait.Until(() => _synth.Told.Count >= 6, s_patience, () => string.Join(", ", _synth.Told));
            Assert.Equal(["90 3C 64", "90 40 65", "90 43 66", "90 3C 00", "90 40 00", "B0 2A 7F"],
                _synth.Told.Select(message => message.ToString()));
            _synth.Play("90 43 00");
            Wait.Until(() => _synth.Sounding.Count == 0, s_patience, () => "a key is still down");
        }
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
        Assert.Equal(4, stage.LogLines().Count(line => line.Contains(",interface,", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(Signals.Terminate)]
    [InlineData(Signals.Interrupt)]
    public void Bug_6_told_to_end_while_notes_sound_it_ends_them_first(int signal)
    {
        using TestStage stage = Stage("battle", "autostart = true");
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        Wait.Until(() => _synth.Sounding.Count > 0, s_patience, () => "it plays no note");
        Assert.Equal(0, instrument.Signal(signal).ExitCode);
        Assert.Empty(_synth.Sounding);
    }

    [Theory]
    [InlineData("/impsy/pause", 1)]
    [InlineData("/impsy/mode", "useronly")]
    [InlineData("/impsy/mode", "polyphony")]
    public void Bug_7_a_command_that_stops_the_model_ends_its_notes(string address, object argument)
    {
        using TestStage stage = Stage("battle", "autostart = true");
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        Wait.Until(() => _synth.Sounding.Count > 0, s_patience, () => "it plays no note");
        player.Command(address, argument);
        Wait.Until(() => _synth.Sounding.Count == 0, s_patience, () => "a note hangs");
        Thread.Sleep(200);
        Assert.Empty(_synth.Sounding);
    }

    /// <summary>
    /// Upstream bug 28: thru and predictions come from two threads that share a table of notes without a lock. Ours come
    /// from one, so the player's notes and the model's, on the same channel, all end.
    /// </summary>
    [Fact]
    public void Bug_28_notes_passed_thru_and_notes_of_the_model_on_one_channel_all_end()
    {
        using TestStage stage = Stage("polyphony", "input_thru = true", more: "[output]\nretrigger = 'always'");
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        for (int i = 0; i < 300; i++)
        {
            _synth.Play($"90 {36 + i % 48:X2} 64 80 {36 + i % 48:X2} 40");
            Thread.Sleep(i % 10 == 0 ? 5 : 1);
        }
        _synth.Play("90 24 64"); // a key that is held, and never let go
        Wait.Until(() => _synth.Sounding.Count > 0, s_patience, () => "it plays no note");
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
        Assert.Empty(_synth.Sounding);
        Assert.Contains(_synth.Told, message => message is { IsNoteOn: true, Channel: 1, Data2: 0x64 }); // the player's
        Assert.Contains(_synth.Told, message => message is { IsNoteOn: true, Channel: 1, Data2: not 0x64 });
    }

    [Fact]
    public void The_players_touch_ends_the_models_notes()
    {
        using TestStage stage = Stage("callresponse", "autostart = true");
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        Wait.Until(() => _synth.Sounding.Count > 0, s_patience, () => "it plays no note");
        instrument.Tell(Signals.Stop); // so that the model cannot strike a note between our touch and our look
        _synth.Play("B0 2A 01");
        instrument.Tell(Signals.Continue);
        Wait.Until(() => _synth.Sounding.Count == 0, s_patience, () => "a note hangs");
    }

    [Fact]
    public void A_wire_that_is_pulled_out_delays_nothing_and_is_taken_up_again_with_its_notes_ended()
    {
        string link;
        using TestStage stage = Stage("battle", "autostart = true", out link);
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        Wait.Until(() => _synth.Sounding.Count > 0, s_patience, () => "it plays no note");
        _wire.HangUp();
        File.Delete(link);
        instrument.WaitForOutput("is gone; waiting for it to come back");
        int before = player.PredictionCount;
        Wait.Until(() => player.PredictionCount > before + 20, s_patience, () => "the OSC has stopped");
        using PseudoTerminal again = new();
        MidiSide synth = new(again);
        again.LinkAs(link);
        Wait.Until(() => synth.Told.Count >= 10, s_patience, () => "it does not play on the new wire");
        Assert.Contains(synth.Told.Take(3), message => message.IsNoteOff);
        Assert.Equal(1, instrument.CountOutput("is gone; waiting for it to come back"));
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
        Assert.Empty(synth.Sounding);
    }

    [Fact]
    public void Nobody_reads_the_wire_and_the_rest_plays_on_then_the_newest_comes_and_no_note_stays()
    {
        using TestStage stage = Stage("filter", "");
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        for (int i = 0; i < 2000; i++)
        {
            player.PlayStep(i);
            if (i % 10 == 0)
                Thread.Sleep(1);
        }
        Wait.Until(() => player.PredictionCount >= 2000, s_patience, () => $"{player.PredictionCount} by OSC");
        // What was handed to the wire is little: nine bytes, and the ring behind it.
        Wait.Until(() => _synth.Told.Count > 0, s_patience, () => "nothing came");
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
        Assert.Empty(_synth.Sounding);
    }

    [Fact]
    public void A_message_can_be_a_command()
    {
        using TestStage stage = Stage("useronly", "", more: "[commands]\nbattle = ['note_on', 16, 43]");
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        _synth.Play("9F 2B 01");
        Wait.Until(() => player.AskStatus().Mode == "battle", s_patience, () => player.AskStatus().Mode);
        Assert.Equal(0, player.AskStatus().Inputs);
    }

    private TestStage Stage(string mode, string interaction, string more = "") =>
        Stage(mode, interaction, out _, more);

    private TestStage Stage(string mode, string interaction, out string link, string more = "")
    {
        string name = Path.Combine(Path.GetTempPath(), $"impsy-wire-{Guid.NewGuid():N}");
        link = name;
        _wire.LinkAs(name);
        return new TestStage
        {
            Mode = mode,
            Interaction = interaction,
            Link = name,
            More = $"""
                [serialmidi]
                port = "{name}"
                input = [["note_on", 1], ["control_change", 1, 42], [], [], [], [], [], []]
                output = [["note_on", 1], ["control_change", 1, 42], ["note_on", 2], ["velocity", 2], [], [], [], []]
                {more}
                """,
        };
    }
}
