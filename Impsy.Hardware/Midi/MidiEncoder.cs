using Impsy.Hardware.Linux;

namespace Impsy.Hardware.Midi;

/// <summary>
/// Turns messages into the bytes of one MIDI wire, of which 3,125 pass in a second: a status byte that the receiver
/// knows already is left out (running status). One thread; allocates nothing.
/// </summary>
/// <remarks>
/// A note-off of the plain velocity 64 goes out as a note-on of velocity 0. The standard declares the two equal and
/// every receiver has to know both; most keyboards send the latter, and it keeps the running status of the note-ons
/// around it. A note-off of any other velocity says something about the release and goes out as it is.
/// </remarks>
public sealed class MidiEncoder
{
    /// <summary>Bytes that any message fits into.</summary>
    public const int MaxLength = 3;

    // Whoever is plugged in or switched on in the middle of a stream understands nothing before the next status byte.
    private const long StatusLifetime = MonotonicClock.NanosecondsPerSecond;

    private byte _status;
    private long _statusTime;

    /// <param name="message">One that is not well-formed has no bytes.</param>
    /// <param name="now">
    /// Monotonic nanoseconds. A status byte is left out for a second at most, so it is also repeated after silence.
    /// </param>
    /// <param name="bytes">Room for <see cref="MaxLength"/> bytes.</param>
    /// <returns>How many bytes it takes: 0..3.</returns>
    public int Encode(in MidiMessage message, long now, Span<byte> bytes)
    {
        if (!message.IsWellFormed)
            return 0;
        MidiMessage sent = Shorten(message);
        int length = sent.Length;
        if (length == 1)
        {
            bytes[0] = sent.Status; // real-time: the running status goes on
            return 1;
        }
        int position = 0;
        if (sent.Status != _status || now - _statusTime >= StatusLifetime)
        {
            bytes[position++] = sent.Status;
            _status = sent.Status;
            _statusTime = now;
        }
        bytes[position++] = sent.Data1;
        if (length == 3)
            bytes[position++] = sent.Data2;
        return position;
    }

    /// <summary>The next message carries its status byte: for a wire that was opened again or lost bytes.</summary>
    public void Reset() => _status = 0;

    private static MidiMessage Shorten(in MidiMessage message) =>
        message is { Type: MidiMessageType.NoteOff, Data2: MidiMessage.PlainReleaseVelocity }
            ? MidiMessage.NoteOn(message.Channel, message.Data1, 0)
            : message;
}
