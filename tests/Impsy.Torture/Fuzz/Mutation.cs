namespace Impsy.Torture.Fuzz;

/// <summary>
/// Damages bytes: up to three times it changes, inserts, removes or repeats some, and at times cuts the end off.
/// One thread; allocates nothing.
/// </summary>
/// <param name="meaningful">Bytes that mean something to the reader, and such as break it.</param>
internal sealed class Mutation(Random random, byte[] meaningful)
{
    private const int MostInserted = 40;

    /// <param name="original">Is not changed; shorter than the buffer.</param>
    /// <param name="buffer">Receives the damaged bytes.</param>
    /// <returns>Of the buffer, what counts.</returns>
    public Span<byte> Of(ReadOnlySpan<byte> original, Span<byte> buffer)
    {
        original.CopyTo(buffer);
        int length = original.Length;
        for (int change = random.Next(4); change > 0 && length > 0; change--)
        {
            int at = random.Next(length);
            switch (random.Next(5))
            {
                case 0:
                    buffer[at] = meaningful[random.Next(meaningful.Length)];
                    break;
                case 1:
                    buffer[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    length = Insert(buffer, length, at, 1);
                    buffer[at] = meaningful[random.Next(meaningful.Length)];
                    break;
                case 3:
                    int removed = Math.Min(random.Next(1, 8), length - at);
                    buffer[(at + removed)..length].CopyTo(buffer[at..]);
                    length -= removed;
                    break;
                default:
                    Repeat(buffer, ref length, at);
                    break;
            }
        }
        if (random.Next(16) == 0)
            length = random.Next(length + 1);
        return buffer[..length];
    }

    private void Repeat(Span<byte> buffer, ref int length, int at)
    {
        int from = random.Next(length);
        int count = Math.Min(random.Next(1, MostInserted), length - from);
        Span<byte> piece = stackalloc byte[MostInserted];
        buffer.Slice(from, count).CopyTo(piece);
        int before = length;
        length = Insert(buffer, length, at, count);
        piece[..(length - before)].CopyTo(buffer[at..]);
    }

    // Room for some bytes, as far as the buffer has any left.
    private static int Insert(Span<byte> buffer, int length, int at, int count)
    {
        count = Math.Min(count, buffer.Length - length);
        buffer[at..length].CopyTo(buffer[(at + count)..]);
        return length + count;
    }
}
