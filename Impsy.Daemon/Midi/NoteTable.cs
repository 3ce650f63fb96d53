using Impsy.Daemon.Service;

namespace Impsy.Daemon.Midi;

/// <summary>
/// Who holds which note at one destination: a byte for each channel and note, a bit for each holder; a note sounds until
/// the last lets go. Performance thread, but for <see cref="Count"/>.
/// </summary>
/// <param name="sounding">What a successor reads after a crash, and what a predecessor has left; null: nothing.</param>
internal sealed class NoteTable(SoundingNotes? sounding = null)
{
    public const int Size = 16 * 128;

    /// <summary>The holder that is no player.</summary>
    public const byte Model = 1;

    private readonly byte[] _holders = new byte[Size];

    /// <summary>Notes that somebody holds. Any thread.</summary>
    public int Count => Size - _holders.AsSpan().Count((byte)0);

    /// <param name="channel">1..16.</param>
    /// <param name="note">0..127.</param>
    public static int Index(int channel, int note) => (channel - 1) * 128 + note;

    public static int ChannelOf(int index) => index / 128 + 1;

    public static int NoteOf(int index) => index % 128;

    /// <summary>The holder's bit of a player's port; those beyond the seventh share one.</summary>
    public static byte HolderOf(byte source) => (byte)(1 << Math.Min(source + 1, 7));

    public byte this[int index] => _holders[index];

    /// <summary>Call before what begins a note is sent, and before what ends it.</summary>
    /// <param name="holders">Who holds it from now on; 0: nobody.</param>
    public void Set(int index, byte holders, long now)
    {
        if (holders != 0)
            sounding?.Strike(index, now);
        else if (_holders[index] != 0)
            sounding?.End(index, now);
        _holders[index] = holders;
    }

    /// <summary>Whether the note may be sounding from before this process.</summary>
    public bool IsLeft(int index) => sounding?.MaySound(index) ?? false;

    /// <summary>What was left of a note has been ended.</summary>
    public void EndLeft(int index, long now) => sounding?.End(index, now);

    /// <summary>The first note from <paramref name="from"/> on that one of the holders holds; -1: there is none.</summary>
    public int Next(int from, byte holders)
    {
        for (int i = from; i < Size; i++)
        {
            if ((_holders[i] & holders) != 0)
                return i;
        }
        return -1;
    }
}
