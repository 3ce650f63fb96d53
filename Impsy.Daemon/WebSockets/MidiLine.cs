using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Impsy.Hardware.Midi;

namespace Impsy.Daemon.WebSockets;

/// <summary>
/// A MIDI message as the text that goes out, formatted once however many listen. A value without references, so that
/// queues of it are nothing for the garbage collector.
/// </summary>
internal struct MidiLine
{
    /// <summary>Bytes of the longest, "/channel/16/noteoff/127/127", and a little more.</summary>
    public const int Capacity = 31;

    private byte _length;
    private Text _text;

    /// <returns>False for messages that have no such form: pressure, clock.</returns>
    public static bool TryFormat(in MidiMessage message, out MidiLine line)
    {
        line = default;
        Span<byte> text = line._text;
        int length = 0;
        bool known = message.Type switch
        {
            MidiMessageType.NoteOn => Utf8.TryWrite(
                text, $"/channel/{message.Channel}/noteon/{message.Data1}/{message.Data2}", out length),
            MidiMessageType.NoteOff => Utf8.TryWrite(
                text, $"/channel/{message.Channel}/noteoff/{message.Data1}/{message.Data2}", out length),
            MidiMessageType.ControlChange => Utf8.TryWrite(
                text, $"/channel/{message.Channel}/cc/{message.Data1}/{message.Data2}", out length),
            MidiMessageType.PitchBend => Utf8.TryWrite(
                text, $"/channel/{message.Channel}/bend/{message.Bend}", out length),
            MidiMessageType.ProgramChange => Utf8.TryWrite(
                text, $"/channel/{message.Channel}/program/{message.Data1}", out length),
            _ => false,
        };
        line._length = (byte)length;
        return known;
    }

    /// <param name="buffer">Room for <see cref="Capacity"/> bytes.</param>
    /// <returns>How many it has taken.</returns>
    public readonly int CopyTo(Span<byte> buffer)
    {
        ReadOnlySpan<byte> text = _text;
        text[.._length].CopyTo(buffer);
        return _length;
    }

    [InlineArray(Capacity)]
    private struct Text
    {
        private byte _first;
    }
}
