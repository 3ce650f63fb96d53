using Impsy.Hardware.Midi;
using Impsy.TestSupport;

namespace Impsy.Benchmarks.Driving;

/// <summary>The far end of a serial MIDI wire, with controller 20 on channel 1 as its first control. One thread.</summary>
internal sealed class MidiWire : IDisposable
{
    private const int Controller = 20;

    private readonly PseudoTerminal _terminal = new();
    private readonly Queue<byte> _bytes = [];
    private MidiParser _parser;

    /// <summary>Sections of a configuration that plays on this wire.</summary>
    /// <param name="controls">D-1.</param>
    public string Config(int controls)
    {
        string rest = string.Concat(Enumerable.Repeat(", []", controls - 1));
        return $"""
            [serialmidi]
            port = "{_terminal.SlavePath}"
            input = [["control_change", 1, {Controller}]{rest}]
            output = [["control_change", 1, {Controller}]{rest}]
            """;
    }

    public PseudoTerminal Terminal => _terminal;

    /// <summary>Bytes that have come.</summary>
    public long Received { get; private set; }

    /// <param name="value">0..127.</param>
    public void Play(int value) => _terminal.Write(0xB0, Controller, (byte)value);

    /// <summary>The next value that has come; never waits.</summary>
    public bool TryHear(out int value)
    {
        value = 0;
        if (_bytes.Count == 0)
        {
            foreach (byte received in _terminal.ReadAvailable())
                _bytes.Enqueue(received);
            Received += _bytes.Count;
        }
        while (_bytes.TryDequeue(out byte next))
        {
            if (_parser.TryPush(next, out MidiMessage message) && message.Type == MidiMessageType.ControlChange)
            {
                value = message.Data2;
                return true;
            }
        }
        return false;
    }

    public void Dispose() => _terminal.Dispose();
}
