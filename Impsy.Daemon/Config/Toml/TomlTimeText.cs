using System.Diagnostics.CodeAnalysis;

namespace Impsy.Daemon.Config.Toml;

/// <summary>
/// Dates and times as RFC 3339 writes them, checked down to leap years. They stay text: no key of ours holds one, and
/// the reader knows them only to be a reader of the whole of TOML.
/// </summary>
internal static class TomlTimeText
{
    /// <summary>Of "1979-05-27".</summary>
    public const int DateLength = 10;

    private const int TimeLength = 8; // of "07:32:00"

    /// <summary>No number has a '-' after four digits or a ':' after two.</summary>
    public static bool LooksLikeOne(string token) =>
        (token.Length > 4 && token[4] == '-' && AreDigits(token.AsSpan(0, 4)))
        || (token.Length > 2 && token[2] == ':' && AreDigits(token.AsSpan(0, 2)));

    /// <param name="normalised">With 'T' between date and time and 'Z' for UTC; fractions as they were written.</param>
    public static bool TryNormalise(string token, out TomlKind kind, [NotNullWhen(true)] out string? normalised)
    {
        kind = TomlKind.LocalTime;
        normalised = null;
        ReadOnlySpan<char> rest = token;
        bool hasDate = token[2] != ':';
        if (hasDate)
        {
            kind = TomlKind.LocalDate;
            if (!TryTakeDate(ref rest))
                return false;
            if (rest.Length == 0)
            {
                normalised = token;
                return true;
            }
            if (rest[0] is not ('T' or 't' or ' '))
                return false;
            kind = TomlKind.LocalDateTime;
            rest = rest[1..];
        }
        if (!TryTakeTime(ref rest))
            return false;
        if (hasDate && rest.Length > 0)
        {
            kind = TomlKind.OffsetDateTime;
            if (!TryTakeOffset(ref rest))
                return false;
        }
        if (rest.Length > 0)
            return false;
        normalised = token.ToUpperInvariant().Replace(' ', 'T');
        return true;
    }

    private static bool TryTakeDate(ref ReadOnlySpan<char> rest)
    {
        if (rest.Length < DateLength || rest[4] != '-' || rest[7] != '-')
            return false;
        if (!TryNumber(rest[..4], out int year) || !TryNumber(rest[5..7], out int month)
            || !TryNumber(rest[8..10], out int day))
            return false;
        rest = rest[DateLength..];
        // The calendar of DateTime begins with year 1; year 0 of RFC 3339 is a leap year like 2000.
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year == 0 ? 2000 : year, month);
    }

    private static bool TryTakeTime(ref ReadOnlySpan<char> rest)
    {
        if (rest.Length < TimeLength || rest[2] != ':' || rest[5] != ':')
            return false;
        if (!TryNumber(rest[..2], out int hour) || !TryNumber(rest[3..5], out int minute)
            || !TryNumber(rest[6..8], out int second))
            return false;
        rest = rest[TimeLength..];
        if (rest is ['.', ..])
        {
            int digits = 1;
            while (digits < rest.Length && char.IsAsciiDigit(rest[digits]))
                digits++;
            if (digits == 1)
                return false;
            rest = rest[digits..];
        }
        return hour <= 23 && minute <= 59 && second <= 60; // 60: a leap second
    }

    private static bool TryTakeOffset(ref ReadOnlySpan<char> rest)
    {
        if (rest is ['Z' or 'z'])
        {
            rest = [];
            return true;
        }
        if (rest is not ['+' or '-', _, _, ':', _, _])
            return false;
        if (!TryNumber(rest[1..3], out int hours) || !TryNumber(rest[4..6], out int minutes))
            return false;
        rest = [];
        return hours <= 23 && minutes <= 59;
    }

    private static bool TryNumber(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        if (!AreDigits(digits))
            return false;
        foreach (char digit in digits)
            number = number * 10 + (digit - '0');
        return true;
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
