namespace Impsy.Hardware.Serial;

/// <summary>
/// Writes a line of numbers as C's printf does with "%.4f", between commas, ended by a line feed. One thread; allocates
/// nothing after construction.
/// </summary>
public sealed class CsvLineWriter
{
    private const int Decimals = 4;
    private const double Scale = 10_000;

    // Beyond it nothing in the instrument has any meaning, and below it a float times the scale is exact in a double.
    private const double Limit = 999_999;

    private const int BytesPerNumber = 13; // "-999999.0000,"

    private readonly byte[] _line;

    /// <param name="count">Numbers in a line, 1 or more.</param>
    public CsvLineWriter(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Count = count;
        _line = new byte[count * BytesPerNumber];
    }

    /// <summary>Numbers in a line.</summary>
    public int Count { get; }

    /// <param name="values">(<see cref="Count"/>) Kept within ±999,999; nan is written as 0.</param>
    /// <returns>The whole line, good until the next call.</returns>
    public ReadOnlySpan<byte> With(ReadOnlySpan<float> values)
    {
        if (values.Length != Count)
            throw new ArgumentException($"{values.Length} values for a line of {Count}", nameof(values));
        int length = 0;
        foreach (float value in values)
        {
            length += Write(value, _line.AsSpan(length));
            _line[length++] = (byte)',';
        }
        _line[length - 1] = (byte)'\n';
        return _line.AsSpan(0, length);
    }

    // In whole ten-thousandths, rounded half to even as glibc does with what is exactly in the middle.
    private static int Write(float value, Span<byte> text)
    {
        double kept = float.IsNaN(value) ? 0 : Math.Clamp((double)value, -Limit, Limit);
        long units = (long)Math.Round(Math.Abs(kept) * Scale, MidpointRounding.ToEven);
        int length = Decimals + 2; // at least one digit, and the point
        for (long rest = units / 100_000; rest > 0; rest /= 10)
            length++;
        if (double.IsNegative(kept)) // also what rounds to zero: "-0.0000"
        {
            text[0] = (byte)'-';
            length++;
        }
        int position = length;
        for (int digit = 0; units > 0 || digit <= Decimals; digit++)
        {
            if (digit == Decimals)
                text[--position] = (byte)'.';
            text[--position] = (byte)('0' + units % 10);
            units /= 10;
        }
        return length;
    }
}
