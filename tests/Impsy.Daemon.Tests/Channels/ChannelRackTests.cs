using System.Text;
using Impsy.Daemon.Channels;
using Impsy.Daemon.Config;
using Impsy.Daemon.Midi;
using Impsy.Daemon.Models;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;
using Microsoft.Extensions.Logging.Abstractions;

namespace Impsy.Daemon.Tests.Channels;

/// <summary>Racks that follow each other. Nothing is started, so nothing is opened.</summary>
public sealed class ChannelRackTests : IDisposable
{
    private const string Osc = "[osc]\nserver_port = 6000\n";
    private const string SerialMidi = "[serialmidi]\nport = '/dev/none'\ninput = [['note_on', 1], [], [], [], [], [], [], []]\n"
        + "output = [['note_on', 1], [], [], [], [], [], [], []]\n";
    private const string Serial = "[serial]\nport = '/dev/other'\n";

    private readonly EventFd _bell = new();
    private readonly ModelLoader _models;
    private readonly CommandQueue _commands;

    public ChannelRackTests()
    {
        _commands = new CommandQueue(_bell);
        _models = new ModelLoader("/nowhere", 9, _commands, NullLogger.Instance);
    }

    public void Dispose()
    {
        _models.Dispose();
        _bell.Dispose();
    }

    [Fact]
    public void Channels_of_which_nothing_has_changed_are_the_same_with_their_queues_and_outputs()
    {
        (ChannelRack before, MidiParts parts) = Build(Osc + SerialMidi + Serial, null, null);
        (ChannelRack after, _) = Build(Serial + SerialMidi + Osc.Replace("6000", "6001", StringComparison.Ordinal),
            before, parts);
        Assert.Equal((2, 1), after.Counts);
        Assert.Equal((3, 3), (before.Outputs.Length, after.Outputs.Length));
        Assert.NotSame(before.Outputs[0], after.Outputs[0]); // OSC
        Assert.Same(before.Outputs[1], after.Outputs[1]);
        Assert.Same(before.Inputs[2], after.Inputs[2]);
        Assert.Equal(["osc in", "osc out", "serial MIDI", "serial"], after.Ports.Select(port => port.Name));
        after.DisposeDropped();
        after.Dispose();
    }

    [Fact]
    public void What_is_no_longer_there_is_dropped_and_what_is_new_has_numbers_that_nobody_has()
    {
        (ChannelRack before, MidiParts parts) = Build(Osc + SerialMidi, null, null); // the MIDI has number 1
        (ChannelRack after, MidiParts next) = Build(Serial + SerialMidi, before, parts);
        Assert.Equal((1, 1), after.Counts);
        Assert.Null(after.Osc);
        Assert.Equal(3, next.NextSource()); // 1 was kept and 2 given
        after.DisposeDropped();
        (ChannelRack last, MidiParts end) = Build(Osc, after, next);
        Assert.Equal((0, 1), last.Counts);
        Assert.Equal(1, end.NextSource());
        last.DisposeDropped();
        last.Dispose();
    }

    private (ChannelRack Rack, MidiParts Parts) Build(string text, ChannelRack? before, MidiParts? partsBefore)
    {
        ConfigLoad load = ConfigFile.Parse("config.toml", Encoding.UTF8.GetBytes("model = { dimension = 9 }\n" + text));
        Assert.Empty(load.Problems);
        MidiParts parts = new(load.Config!, _bell, _commands, _models, null, partsBefore);
        return (new ChannelRack(load, parts, 8, NullLogger.Instance, before), parts);
    }
}
