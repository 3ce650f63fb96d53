namespace Impsy.Inference.Performances;

/// <summary>
/// The time that logs carry: local civil time without a zone, counted in microseconds since 1970-01-01T00:00:00 of that
/// same zone, so that differences are plain subtraction. Any thread; allocates nothing.
/// </summary>
public static class CivilTime
{
    public const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>Bytes of <c>2019-01-17T12:37:38.109979</c>.</summary>
    public const int TextLength = 26;

    private const int SecondsLength = 19; // without the fraction
    private const int TicksPerMicrosecond = 10;

    private static readonly long s_least = FromDateTime(DateTime.MinValue);
    private static readonly long s_most = FromDateTime(DateTime.MaxValue);

    /// <param name="time">Its kind is ignored.</param>
    public static long FromDateTime(DateTime time) =>
        (time.Ticks - DateTime.UnixEpoch.Ticks) / TicksPerMicrosecond;

    /// <param name="microseconds">Within the years 1..9999; anything beyond is the nearest end.</param>
    public static DateTime ToDateTime(long microseconds) =>
        new(Math.Clamp(microseconds, s_least, s_most) * TicksPerMicrosecond + DateTime.UnixEpoch.Ticks);

    /// <summary>Writes <see cref="TextLength"/> bytes: always six digits of fraction.</summary>
    public static void Format(long microseconds, Span<byte> destination)
    {
        DateTime time = ToDateTime(microseconds);
        WriteDigits(destination[..4], time.Year);
        destination[4] = (byte)'-';
        WriteDigits(destination[5..7], time.Month);
        destination[7] = (byte)'-';
        WriteDigits(destination[8..10], time.Day);
        destination[10] = (byte)'T';
        WriteDigits(destination[11..13], time.Hour);
        destination[13] = (byte)':';
        WriteDigits(destination[14..16], time.Minute);
        destination[16] = (byte)':';
        WriteDigits(destination[17..19], time.Second);
        destination[19] = (byte)'.';
        WriteDigits(destination[20..26], time.Millisecond * 1000 + time.Microsecond);
    }

    /// <summary>
    /// Reads what <see cref="Format"/> writes, and what Python's isoformat does: no fraction at all when it is zero.
    /// Further digits of a fraction are cut off. A blank may stand for the T.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (text.Length < SecondsLength || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)' ')
            || text[13] != ':' || text[16] != ':')
            return false;
        if (!TryReadDigits(text[..4], out int year) || !TryReadDigits(text[5..7], out int month)
            || !TryReadDigits(text[8..10], out int day) || !TryReadDigits(text[11..13], out int hour)
            || !TryReadDigits(text[14..16], out int minute) || !TryReadDigits(text[17..19], out int second)
            || !TryReadFraction(text[SecondsLength..], out int fraction))
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
            return false;
        microseconds = FromDateTime(new DateTime(year, month, day, hour, minute, second)) + fraction;
        return true;
    }

    /// <param name="text">Empty, or a point and one to nine digits.</param>
    private static bool TryReadFraction(ReadOnlySpan<byte> text, out int microseconds)
    {
        microseconds = 0;
        if (text.IsEmpty)
            return true;
        if (text[0] != '.' || text.Length is < 2 or > 10 || !TryReadDigits(text[1..], out int digits))
            return false;
        int length = text.Length - 1;
        for (; length < 6; length++)
            digits *= 10;
        for (; length > 6; length--)
            digits /= 10;
        microseconds = digits;
        return true;
    }

    /// <param name="text">At most nine digits, which an int holds.</param>
    private static bool TryReadDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (byte character in text)
        {
            int digit = character - '0';
            if ((uint)digit > 9)
                return false;
            value = value * 10 + digit;
        }
        return true;
    }

    private static void WriteDigits(Span<byte> destination, int value)
    {
        for (int i = destination.Length - 1; i >= 0; i--, value /= 10)
            destination[i] = (byte)('0' + value % 10);
    }
}
