using System.Text;

namespace Impsy.Inference.Performances.Pickle;

/// <summary>A string of a pickle, decoded only when asked: in protocol 2 a whole take may be one.</summary>
/// <param name="utf8">A part of the pickle itself.</param>
internal sealed class PickleText(ReadOnlyMemory<byte> utf8)
{
    private const int LongestName = 200;

    /// <summary>Bytes, as UTF-8.</summary>
    public int Length => utf8.Length;

    /// <summary>A short text: the name of something.</summary>
    /// <exception cref="InvalidDataException">It is too long for a name.</exception>
    public override string ToString() => utf8.Length <= LongestName
        ? Encoding.UTF8.GetString(utf8.Span)
        : throw new InvalidDataException($"has a name of {utf8.Length} bytes");

    /// <summary>The bytes that protocol 2 wrote as characters 0 to 255.</summary>
    /// <exception cref="InvalidDataException">Another character.</exception>
    public byte[] ToBytes()
    {
        ReadOnlySpan<byte> text = utf8.Span;
        byte[] bytes = new byte[text.Length];
        int count = 0;
        for (int i = 0; i < text.Length; i++)
        {
            byte first = text[i];
            if (first < 0x80)
                bytes[count++] = first;
            else if (first is 0xc2 or 0xc3 && ++i < text.Length && (text[i] & 0xc0) == 0x80)
                bytes[count++] = (byte)(first << 6 | text[i] & 0x3f);
            else
                throw new InvalidDataException("has bytes written as characters that are no bytes");
        }
        return bytes[..count];
    }
}
