using System.Buffers.Text;
using System.Runtime.CompilerServices;
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
        ReadOnlySpan<byte> kind = message.Type switch
        {
            MidiMessageType.NoteOn => "/noteon/"u8,
            MidiMessageType.NoteOff => "/noteoff/"u8,
            MidiMessageType.ControlChange => "/cc/"u8,
            MidiMessageType.PitchBend => "/bend/"u8,
            MidiMessageType.ProgramChange => "/program/"u8,
            _ => default,
        };
        if (kind.IsEmpty)
            return false;
        line.Append("/channel/"u8);
        line.Append(message.Channel);
        line.Append(kind);
        line.Append(message.Type == MidiMessageType.PitchBend ? message.Bend : message.Data1);
        if (message.Type is not (MidiMessageType.PitchBend or MidiMessageType.ProgramChange))
        {
            line.Append("/"u8);
            line.Append(message.Data2);
        }
        return true;
    }

    /// <param name="buffer">Room for <see cref="Capacity"/> bytes.</param>
    /// <returns>How many it has taken.</returns>
    public readonly int CopyTo(Span<byte> buffer)
    {
        ReadOnlySpan<byte> text = _text;
        text[.._length].CopyTo(buffer);
        return _length;
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        Span<byte> all = _text;
        text.CopyTo(all[_length..]);
        _length += (byte)text.Length;
    }

    private void Append(int number)
    {
        Span<byte> all = _text;
        Utf8Formatter.TryFormat(number, all[_length..], out int written);
        _length += (byte)written;
    }

    [InlineArray(Capacity)]
    private struct Text
    {
        private byte _first;
    }
}
