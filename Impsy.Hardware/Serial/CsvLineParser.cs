using System.Globalization;

namespace Impsy.Hardware.Serial;

/// <summary>
/// Turns the bytes of a serial line into lines of numbers: "0.5,1,0.25", ended by a line feed, a carriage return, or
/// both. Blanks around a number are ignored, and so are empty lines. Whatever else comes is refused and counted, up to
/// the end of its line. One thread, the counters any; allocates nothing after construction.
/// </summary>
/// <remarks>
/// Who opens a wire on which a line is just passing hears its second half. Mostly that has too few numbers; with a
/// single number it may be a wrong one.
/// </remarks>
public sealed class CsvLineParser
{
    // "%.17g" of a double has 24 characters; a comma and some blanks.
    private const int BytesPerNumber = 32;

    private readonly byte[] _line;
    private readonly long[] _refused = new long[(int)CsvLineResult.TooLong + 1];
    private int _length;
    private bool _isTooLong;

    /// <param name="count">Numbers in a line, 1 or more.</param>
    public CsvLineParser(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Count = count;
        _line = new byte[count * BytesPerNumber];
    }

    /// <summary>Numbers in a line.</summary>
    public int Count { get; }

    /// <summary>Lines refused, of all kinds. Any thread.</summary>
    public long Refused
    {
        get
        {
            long sum = 0;
            for (int i = 0; i < _refused.Length; i++)
                sum += Volatile.Read(ref _refused[i]);
            return sum;
        }
    }

    /// <summary>Lines refused for one reason. Any thread.</summary>
    public long CountRefused(CsvLineResult reason) => Volatile.Read(ref _refused[(int)reason]);

    /// <summary>Feeds one byte.</summary>
    /// <param name="values">
    /// (<see cref="Count"/>) Holds the numbers after <see cref="CsvLineResult.Line"/>; may be overwritten by a line
    /// that is refused. Finite, of any size.
    /// </param>
    public CsvLineResult Push(byte value, Span<float> values)
    {
        if (value is not ((byte)'\n' or (byte)'\r'))
        {
            if (_length < _line.Length)
                _line[_length++] = value;
            else
                _isTooLong = true;
            return CsvLineResult.Pending;
        }
        CsvLineResult result = _isTooLong ? CsvLineResult.TooLong : Parse(_line.AsSpan(0, _length), values);
        Reset();
        if (result is not (CsvLineResult.Pending or CsvLineResult.Line))
            Volatile.Write(ref _refused[(int)result], _refused[(int)result] + 1);
        return result;
    }

    /// <summary>Forgets a half line: for a wire that was unplugged.</summary>
    public void Reset()
    {
        _length = 0;
        _isTooLong = false;
    }

    private CsvLineResult Parse(ReadOnlySpan<byte> line, Span<float> values)
    {
        if (line.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0)
            return CsvLineResult.Pending; // between \r and \n, or a line that says nothing
        // Numbers first: of a line of words the words are to be told, not their number.
        int count = 0;
        foreach (Range range in line.Split((byte)','))
        {
            if (!float.TryParse(line[range], NumberStyles.Float, CultureInfo.InvariantCulture, out float value))
                return CsvLineResult.NotANumber;
            if (!float.IsFinite(value))
                return CsvLineResult.NotFinite;
            if (count < Count)
                values[count] = value;
            count++;
        }
        return count == Count ? CsvLineResult.Line : CsvLineResult.WrongCount;
    }
}
