using Impsy.Daemon.Config;
using Impsy.Daemon.Models;
using Impsy.Daemon.Service;
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
    private readonly SoundingFile? _sounding;
    private readonly EchoFilter _echoes;
    private readonly float _echoThreshold;
    private readonly SortedSet<byte> _sources = [0]; // 0: OSC's, and that of inputs that name none
    private List<byte> _given = [];

    /// <param name="bell">Of the performance thread.</param>
    /// <param name="sounding">Where a successor finds the notes; null: nowhere.</param>
    /// <param name="before">Of the configuration before this one, some of whose ports may stay.</param>
    public MidiParts(
        InstrumentConfig config, EventFd bell, CommandQueue commands, ModelLoader models, SoundingFile? sounding = null,
        MidiParts? before = null)
    {
        _config = config;
        Bell = bell;
        _commands = commands;
        _models = models;
        _sounding = sounding;
        _echoThreshold = config.Midi?.FeedbackThreshold ?? DefaultThreshold;
        // Ports that stay go on telling the filter they know.
        _echoes = before is not null && before._echoThreshold == _echoThreshold
            ? before._echoes
            : new EchoFilter((long)(_echoThreshold * 1e9));
    }

    public EventFd Bell { get; }
    public CommandQueue Commands => _commands;
    public ModelLoader Models => _models;

    /// <summary>A number of its own for everything that the player plays on.</summary>
    public byte NextSource()
    {
        byte source = 1;
        while (source < byte.MaxValue && _sources.Contains(source))
            source++;
        Keep([source]);
        _given.Add(source);
        return source;
    }

    /// <summary>Numbers that are taken, by ports that stay.</summary>
    public void Keep(IEnumerable<byte> sources) => _sources.UnionWith(sources);

    /// <summary>The numbers that were given since the last call.</summary>
    public IReadOnlyList<byte> TakeGiven()
    {
        List<byte> given = _given;
        _given = [];
        return given;
    }

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

    /// <param name="destination">
    /// What it is after a restart, too, for a successor that is to end its notes; null: what is at its other end goes
    /// with us.
    /// </param>
    public MidiOutput CreateOutput(
        IReadOnlyList<MidiMapping> mappings, IMidiSink sink, WireBudget budget, StateLight? light = null,
        string? destination = null)
    {
        MidiWire wire = new(sink, budget, MidiOutput.KeysFor(mappings), _echoes);
        NoteTable notes = new(destination is null ? null : _sounding?.Claim(destination));
        return new MidiOutput(mappings, _config.Output, notes, wire, light);
    }
}
