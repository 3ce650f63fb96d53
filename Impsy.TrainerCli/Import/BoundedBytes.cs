using System.Buffers.Binary;

namespace Impsy.TrainerCli.Import;

/// <summary>
/// The bytes of a file that somebody else made, read by position, little-endian. A position or length that lies
/// outside is an <see cref="InvalidDataException"/>, never a crash. Immutable; any thread.
/// </summary>
internal readonly struct BoundedBytes(ReadOnlyMemory<byte> bytes)
{
    public long Length => bytes.Length;

    /// <exception cref="InvalidDataException">Any of it lies outside.</exception>
    public ReadOnlySpan<byte> Span(long position, long length)
    {
        if (position < 0 || length < 0 || position > bytes.Length || length > bytes.Length - position)
            throw new InvalidDataException($"is damaged or cut off: it has no {length} bytes at {position}");
        return bytes.Span.Slice((int)position, (int)length);
    }

    public byte Byte(long position) => Span(position, 1)[0];

    public int UInt16(long position) => BinaryPrimitives.ReadUInt16LittleEndian(Span(position, 2));

    public int Int32(long position) => BinaryPrimitives.ReadInt32LittleEndian(Span(position, 4));

    public uint UInt32(long position) => BinaryPrimitives.ReadUInt32LittleEndian(Span(position, 4));

    /// <summary>Values above 2^63 come out negative, which no position or length is.</summary>
    public long Int64(long position) => BinaryPrimitives.ReadInt64LittleEndian(Span(position, 8));

    /// <summary>Whether these bytes stand there.</summary>
    public bool HasAt(long position, ReadOnlySpan<byte> expected) =>
        position >= 0 && position <= bytes.Length - expected.Length &&
        Span(position, expected.Length).SequenceEqual(expected);
}
