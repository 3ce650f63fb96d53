using Impsy.Daemon.Config;
using Impsy.Daemon.Models;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Midi;

/// <summary>What the ports of all MIDI channels share, while they are put together. One thread.</summary>
internal sealed class MidiParts
{
    private const float DefaultThreshold = 0.02f;

    private readonly InstrumentConfig _config;
    private readonly CommandQueue _commands;
    private readonly ModelLoader _models;
    private readonly EchoFilter _echoes;
    private int _sources;

    /// <param name="bell">Of the performance thread.</param>
    public MidiParts(InstrumentConfig config, EventFd bell, CommandQueue commands, ModelLoader models)
    {
        _config = config;
        Bell = bell;
        _commands = commands;
        _models = models;
        _echoes = new EchoFilter((long)((config.Midi?.FeedbackThreshold ?? DefaultThreshold) * 1e9));
    }

    public EventFd Bell { get; }
    public CommandQueue Commands => _commands;
    public ModelLoader Models => _models;

    /// <summary>A number of its own for everything that the player plays on.</summary>
    public byte NextSource() => (byte)Math.Min(_sources++, byte.MaxValue);

    /// <param name="queue">Of the channel.</param>
    /// <param name="isTold">Whether the port is told what the model does, and may repeat it.</param>
    public MidiReceiver CreateReceiver(IReadOnlyList<MidiMapping> mappings, InputQueue queue, bool isTold = false)
    {
        bool protects = isTold || (_config.Midi?.FeedbackProtection ?? false);
        return new MidiReceiver(
            new MidiInputMap(mappings, NextSource()),
            new MidiCommander(_config.Commands, _commands, _models),
            protects ? _echoes : null,
            queue);
    }

    public MidiOutput CreateOutput(
        IReadOnlyList<MidiMapping> mappings, IMidiSink sink, WireBudget budget, StateLight? light = null)
    {
        MidiWire wire = new(sink, budget, MidiOutput.KeysFor(mappings), _echoes);
        return new MidiOutput(mappings, _config.Output, new NoteTable(), wire, light);
    }
}
