using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Midi;
using Impsy.Daemon.Models;
using Impsy.Daemon.Tests.Engine;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Midi;
using Microsoft.Extensions.Logging.Abstractions;

namespace Impsy.Daemon.Tests.Midi;

public sealed class MidiCommanderTests : IDisposable
{
    private readonly EventFd _bell = new();
    private readonly CommandQueue _commands;
    private readonly ModelLoader _models;
    private readonly VirtualPlayer _player = new(
        new EngineSettings(InteractionMode.CallResponse, Threshold: 0.1f), new ScriptedPredictor(3, 1));

    public MidiCommanderTests()
    {
        _commands = new CommandQueue(_bell);
        _models = new ModelLoader("/nowhere", 3, _commands, NullLogger.Instance);
    }

    public void Dispose()
    {
        _models.Dispose();
        _bell.Dispose();
    }

    [Fact]
    public void A_program_or_a_zone_of_a_controller_chooses_the_mode()
    {
        Assert.Equal(InteractionMode.Battle, After("mode = ['program_change', 16]", "CF 03").Mode);
        Assert.Equal(InteractionMode.Battle, After("mode = ['program_change', 16]", "CF 05").Mode); // there is none
        Assert.Equal(InteractionMode.CallResponse, After("mode = ['control_change', 1, 2]", "B0 02 19").Mode);
        Assert.Equal(InteractionMode.Polyphony, After("mode = ['control_change', 1, 2]", "B0 02 1A").Mode);
        Assert.Equal(InteractionMode.UserOnly, After("mode = ['control_change', 1, 2]", "B0 02 7F").Mode);
        Assert.Equal(InteractionMode.Filter, After("filter = ['note_on', 1, 60]", "90 3C 01").Mode);
    }

    [Fact]
    public void A_note_toggles_the_pause_and_a_controller_holds_it()
    {
        Assert.True(After("pause = ['note_on', 1, 60]", "90 3C 40", "80 3C 40").Paused);
        Assert.False(After("pause = ['note_on', 1, 60]", "90 3C 40", "90 3C 00").Paused);
        Assert.True(After("pause = ['control_change', 1, 64]", "B0 40 40").Paused);
        Assert.False(After("pause = ['control_change', 1, 64]", "B0 40 3F").Paused);
    }

    [Fact]
    public void A_pedal_toggles_once_for_each_press()
    {
        const string Text = "toggle_pause = ['control_change', 1, 64]";
        Assert.True(After(Text, "B0 40 7F", "B0 40 7F", "B0 40 00").Paused);
        Assert.False(After(Text, "B0 40 7F", "B0 40 00").Paused);
    }

    [Fact]
    public void A_controller_sweeps_a_number_between_its_ends()
    {
        Assert.Equal(2, After("sigmatemp = ['control_change', 1, 20]", "B0 14 7F").Temperatures.Sigma);
        Assert.Equal(0.5f, After("pitemp = ['control_change', 1, 20, 0.5, 1]", "B0 14 00").Temperatures.Pi);
        Assert.Equal(4, After("timescale = ['control_change', 1, 20]", "B0 14 7F").Timescale);
        Assert.Equal(1, After("threshold = ['control_change', 1, 20, 1, 0]", "B0 14 00").Threshold);
    }

    [Fact]
    public void A_command_is_no_playing_and_other_messages_are_no_command()
    {
        InputQueue queue = new(_bell);
        MidiReceiver receiver = new(
            new MidiInputMap([OutputStage.Note(0, 1), OutputStage.Controller(1, 1, 20)], 0),
            new MidiCommander(Read("reset = ['note_on', 1, 60]"), _commands, _models), null, queue);
        receiver.Receive(MidiMessage.NoteOn(1, 60, 1), 1);
        receiver.Receive(MidiMessage.NoteOff(1, 60), 2);
        Assert.False(queue.TryPeek());
        receiver.Receive(MidiMessage.NoteOn(1, 61, 1), 3);
        receiver.Receive(MidiMessage.ProgramChange(1, 61), 4);
        receiver.Receive(new MidiMessage(0xF8, 0, 0), 5);
        Assert.True(queue.TryPeek());
        Assert.Equal(3, queue.Head.Time);
        Assert.Equal((3L, 1L), (receiver.Messages, receiver.Unmapped));
    }

    [Theory]
    [InlineData("reset = 'x'", "c.toml(3): commands.reset: expected [\"note_on\", channel, note], [\"control_change\", "
        + "channel, controller] or [\"program_change\", channel, program], found the text 'x'")]
    [InlineData("sigmatemp = ['note_on', 1, 2]", "c.toml(3): commands.sigmatemp: expected [\"control_change\", channel, "
        + "controller], with or without min, max, found a list")]
    [InlineData("pitemp = ['control_change', 1, 2, 0, 11]",
        "c.toml(3): commands.pitemp: expected a number 0..10, found '11'")]
    [InlineData("pause = [['note_on', 17, 2], ['note_on', 1, 128]]", "c.toml(3): commands.pause: expected a channel "
        + "1..16, found '17'; c.toml(3): commands.pause: expected a number 0..127, found '128'")]
    [InlineData("mod = ['note_on', 1, 2]",
        "c.toml(3): warning: commands.mod: unknown key; did you mean commands.mode?")]
    public void A_mistake_is_told_with_its_line(string line, string expected) =>
        Assert.Equal(expected, string.Join("; ", Load(line).Problems));

    private InteractionEngine After(string commands, params string[] messages)
    {
        MidiCommander commander = new(Read(commands), _commands, _models);
        foreach (byte[] bytes in messages.Select(message => Convert.FromHexString(message.Replace(" ", ""))))
            Assert.True(commander.TryHandle(new MidiMessage(bytes[0], bytes[1], bytes.ElementAtOrDefault(2))));
        _commands.Drain(_player.Engine, 0);
        return _player.Engine;
    }

    private static ConfigLoad Load(string commands) =>
        ConfigFile.Parse("c.toml", System.Text.Encoding.UTF8.GetBytes($"model.dimension = 3\n[commands]\n{commands}\n"));

    private static CommandsConfig Read(string commands) => Load(commands).Config!.Commands;
}
