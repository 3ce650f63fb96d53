using Impsy.Hardware.Midi;

namespace Impsy.Daemon.WebSockets;

/// <summary>
/// Reads the text form of MIDI that Python IMPSY speaks, one message a line: /channel/1/noteon/60/100. Numbers are
/// plain decimals, and whatever is not exactly of this form is no message. Pure; allocates nothing.
/// <see cref="MidiLine"/> writes it.
/// </summary>
internal static class MidiText
{
    private const int None = -1;
    private const int Channels = 16;
    private const int MaxData = 127;
    private const int MaxBend = 16383;
    private const int MaxDigits = 5; // of the largest number, a bend

    /// <param name="line">UTF-8, without its end.</param>
    public static bool TryParse(ReadOnlySpan<byte> line, out MidiMessage message)
    {
        message = default;
        if (!Take(ref line, "/channel/"u8)
            || !TakeNumber(ref line, out int channel) || channel is 0 or > Channels
            || !Take(ref line, "/"u8))
            return false;
        int slash = line.IndexOf((byte)'/');
        if (slash < 0)
            return false;
        ReadOnlySpan<byte> kind = line[..slash];
        line = line[(slash + 1)..];
        if (!TakeNumber(ref line, out int first))
            return false;
        int second = None;
        if (Take(ref line, "/"u8) && !TakeNumber(ref line, out second))
            return false;
        return line.IsEmpty && TryMake(kind, channel, first, second, out message);
    }

    private static bool TryMake(ReadOnlySpan<byte> kind, int channel, int first, int second, out MidiMessage message)
    {
        message = default;
        if (kind.SequenceEqual("bend"u8) || kind.SequenceEqual("pitchbend"u8))
        {
            if (second == None && first <= MaxBend)
                message = MidiMessage.PitchBend(channel, first);
            return message != default;
        }
        if (first > MaxData || second > MaxData)
            return false;
        if (second == None)
        {
            if (kind.SequenceEqual("noteoff"u8))
                message = MidiMessage.NoteOff(channel, first);
            else if (kind.SequenceEqual("program"u8))
                message = MidiMessage.ProgramChange(channel, first);
        }
        else if (kind.SequenceEqual("cc"u8))
        {
            message = MidiMessage.ControlChange(channel, first, second);
        }
        else if (kind.SequenceEqual("noteon"u8))
        {
            message = MidiMessage.NoteOn(channel, first, second);
        }
        else if (kind.SequenceEqual("noteoff"u8))
        {
            message = MidiMessage.NoteOff(channel, first, second);
        }
        return message != default;
    }

    private static bool Take(ref ReadOnlySpan<byte> line, ReadOnlySpan<byte> text)
    {
        if (!line.StartsWith(text))
            return false;
        line = line[text.Length..];
        return true;
    }

    private static bool TakeNumber(ref ReadOnlySpan<byte> line, out int number)
    {
        number = 0;
        int digits = 0;
        while (digits < line.Length && digits <= MaxDigits && line[digits] is >= (byte)'0' and <= (byte)'9')
            number = number * 10 + line[digits++] - '0';
        line = line[digits..];
        return digits is > 0 and <= MaxDigits;
    }
}
