namespace Impsy.Daemon.Midi;

/// <summary>
/// Who holds which note at one destination: a byte for each channel and note, a bit for each holder; a note sounds until
/// the last lets go. Performance thread. The bytes may lie in a file that a successor reads after a crash.
/// </summary>
/// <param name="bytes">(16 channels × 128 notes), all 0.</param>
internal sealed class NoteTable(Memory<byte> bytes)
{
    public const int Size = 16 * 128;

    /// <summary>The holder that is no player.</summary>
    public const byte Model = 1;

    public NoteTable() : this(new byte[Size])
    {
    }

    /// <param name="channel">1..16.</param>
    /// <param name="note">0..127.</param>
    public static int Index(int channel, int note) => (channel - 1) * 128 + note;

    public static int ChannelOf(int index) => index / 128 + 1;

    public static int NoteOf(int index) => index % 128;

    /// <summary>The holder's bit of a player's port; those beyond the seventh share one.</summary>
    public static byte HolderOf(byte source) => (byte)(1 << Math.Min(source + 1, 7));

    public byte this[int index]
    {
        get => bytes.Span[index];
        set => bytes.Span[index] = value;
    }

    /// <summary>The first note from <paramref name="from"/> on that one of the holders holds; -1: there is none.</summary>
    public int Next(int from, byte holders)
    {
        Span<byte> all = bytes.Span;
        for (int i = from; i < Size; i++)
        {
            if ((all[i] & holders) != 0)
                return i;
        }
        return -1;
    }
}
