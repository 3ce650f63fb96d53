using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Midi;

/// <summary>
/// Knows what was sent in the last moment, on any port, so that an instrument which sends back what it is told is not
/// taken for a player. Written by the performance thread, asked by input threads: each entry is one word, so none is
/// ever half read.
/// </summary>
/// <param name="threshold">How long after sending the same message counts as an echo, nanoseconds.</param>
internal sealed class EchoFilter(long threshold)
{
    private const int Length = 1024; // 20 ms hold 20 messages of a port; several ports and longer thresholds fit, too
    private const long Microsecond = 1000;
    private const ulong TimeMask = (1UL << 40) - 1; // microseconds: 12 days, then they begin anew

    private readonly ulong[] _sent = new ulong[Length];
    private long _count;
    private long _echoes;

    public long Echoes => Volatile.Read(ref _echoes);

    /// <summary>Performance thread.</summary>
    public void Sent(in MidiMessage message, long now)
    {
        Volatile.Write(ref _sent[_count % Length], Pack(message, now));
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>Any thread: whether the message is what was just sent. A note is the same whatever its velocity.</summary>
    public bool IsEcho(in MidiMessage message, long now)
    {
        long count = Volatile.Read(ref _count);
        ulong key = Key(message);
        for (long i = count - 1; i >= Math.Max(0, count - Length); i--)
        {
            ulong entry = Volatile.Read(ref _sent[i % Length]);
            long age = (long)((Time(now) - (entry >> 24)) & TimeMask) << 24 >> 24;
            if (age * Microsecond > threshold)
                return false;
            if (age < 0 || (entry & 0xFFFFFF) != key)
                continue;
            Interlocked.Increment(ref _echoes);
            return true;
        }
        return false;
    }

    private static ulong Time(long now) => (ulong)(now / Microsecond) & TimeMask;

    private static ulong Pack(in MidiMessage message, long now) => Time(now) << 24 | Key(message);

    private static ulong Key(in MidiMessage message)
    {
        if (message.IsNoteOn)
            return (ulong)(0x90 | message.Channel - 1) << 16 | (ulong)message.Data1 << 8;
        if (message.IsNoteOff)
            return (ulong)(0x80 | message.Channel - 1) << 16 | (ulong)message.Data1 << 8;
        return (ulong)message.Status << 16 | (ulong)message.Data1 << 8 | message.Data2;
    }
}
