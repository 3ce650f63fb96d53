using Impsy.Daemon.Midi;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Service;

/// <summary>
/// Which notes of one destination may be sounding, in memory that outlives the process: a byte for each channel and
/// note. A note that was ended keeps a trace, for when the process is killed its end may be on its way still, behind a
/// slow wire. Performance thread: plain stores.
/// </summary>
/// <param name="notes">(16 channels × 128 notes) of <see cref="SoundingFile"/>.</param>
/// <param name="latest">The second of the latest change, also in the file.</param>
internal sealed unsafe class SoundingNotes(byte* notes, byte* latest)
{
    private const byte Silent = 0;
    private const byte Sounding = 255;

    // Ended: 1..254, the second of its end, on a clock of 254 seconds. Who reads it late ends some notes in vain.
    private const int Clock = 254;

    /// <summary>All notes of all channels take two seconds to leave a DIN wire.</summary>
    private const int TraceSeconds = 3;

    /// <summary>Notes that somebody holds.</summary>
    public int Count => new ReadOnlySpan<byte>(notes, NoteTable.Size).Count(Sounding);

    /// <summary>It is about to be sent, or held by one more.</summary>
    public void Strike(int index, long now)
    {
        *latest = Second(now);
        notes[index] = Sounding;
    }

    /// <summary>The last has let go of it.</summary>
    public void End(int index, long now) => notes[index] = *latest = Second(now);

    /// <summary>Whether it may have been sounding when this was last written.</summary>
    public bool MaySound(int index)
    {
        byte trace = notes[index];
        if (trace is Silent or Sounding)
            return trace == Sounding;
        return (*latest - trace + Clock) % Clock <= TraceSeconds;
    }

    private static byte Second(long now) =>
        (byte)(1 + now / MonotonicClock.NanosecondsPerSecond % Clock);
}
