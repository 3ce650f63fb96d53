using System.Globalization;
using System.Text;

namespace Impsy.Daemon.Service;

/// <summary>Writes a line of text into a buffer, and what does not fit is cut off. Allocates nothing.</summary>
internal ref struct Utf8Line(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;
    private int _length;

    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    private readonly Span<byte> Rest => _buffer[_length..];

    public void Append(ReadOnlySpan<byte> utf8)
    {
        int count = Math.Min(utf8.Length, Rest.Length);
        utf8[..count].CopyTo(Rest);
        _length += count;
    }

    /// <summary>Line breaks become blanks.</summary>
    public void Append(string text)
    {
        int start = _length;
        foreach (Rune letter in text.EnumerateRunes())
        {
            if (!letter.TryEncodeToUtf8(Rest, out int count))
                break;
            _length += count;
        }
        _buffer[start.._length].Replace((byte)'\n', (byte)' ');
    }

    public void Append(long number)
    {
        if (number.TryFormat(Rest, out int count, default, CultureInfo.InvariantCulture))
            _length += count;
    }

    /// <summary>With one decimal.</summary>
    public void Append(double number)
    {
        if (number.TryFormat(Rest, out int count, "0.0", CultureInfo.InvariantCulture))
            _length += count;
    }
}
