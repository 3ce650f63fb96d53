using Impsy.Daemon.Midi;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Serial;

/// <summary>
/// The performance thread's end of a MIDI wire: encodes, and leaves the bytes in a ring for the thread that writes.
/// While no device is there, what is sent is dropped.
/// </summary>
/// <param name="isThere">Whether there is a device.</param>
/// <param name="ring">Tells the writing thread.</param>
internal sealed class SerialMidiSink(Func<bool> isThere, Action ring) : IMidiSink
{
    private const long StatusLifetime = 1_000_000_000; // after which the encoder repeats it

    private readonly SpscRing<WireBytes> _ring = new(256);
    private readonly MidiEncoder _encoder = new();
    private byte _status;
    private long _statusAt;
    private int _reset;

    /// <summary>Any thread: the wire is another; whoever listens now knows no running status.</summary>
    public void Reset() => Volatile.Write(ref _reset, 1);

    public int CostOf(in MidiMessage message, long now) =>
        message.Length - (StatusOf(message) == _status && now - _statusAt < StatusLifetime ? 1 : 0);

    public bool TrySend(in MidiMessage message, long now)
    {
        if (Interlocked.Exchange(ref _reset, 0) != 0)
        {
            _encoder.Reset();
            _status = 0;
        }
        if (!isThere())
            return true;
        if (_ring.Count == _ring.Capacity)
            return false;
        WireBytes bytes = default;
        bytes.Length = (byte)_encoder.Encode(message, now, bytes.Bytes);
        if (bytes.Length == message.Length)
            (_status, _statusAt) = (StatusOf(message), now);
        _ring.TryWrite(bytes);
        ring();
        return true;
    }

    /// <summary>Writing thread: the next bytes, which stay until <see cref="Advance"/>.</summary>
    public bool TryPeek(out WireBytes bytes)
    {
        bytes = default;
        if (!_ring.TryPeek())
            return false;
        bytes = _ring.Head;
        return true;
    }

    /// <summary>Writing thread: they are on their way.</summary>
    public void Advance() => _ring.Advance();

    // The encoder writes a plain note-off as a note-on without velocity.
    private static byte StatusOf(in MidiMessage message) =>
        message is { Type: MidiMessageType.NoteOff, Data2: MidiMessage.PlainReleaseVelocity }
            ? (byte)(message.Status | 0x10)
            : message.Status;
}
