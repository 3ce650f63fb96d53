using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Impsy.Daemon.Config.Toml;

/// <summary>Everything that stands without quotes: booleans, numbers, dates and times.</summary>
internal static class TomlScalarReader
{
    public static bool TryRead(TomlCursor cursor, [NotNullWhen(true)] out TomlValue? value)
    {
        value = null;
        TomlPosition position = cursor.Position;
        string token = cursor.TakeWhile(IsTokenCharacter);
        if (token.Length == 0)
            return cursor.Expected("a value");
        if (TomlTimeText.LooksLikeOne(token))
        {
            // A blank instead of the 'T' is the only one that can stand inside a value without quotes.
            if (token.Length == TomlTimeText.DateLength && cursor.Current == ' ' && IsDigit(cursor.Ahead(1)))
            {
                cursor.Advance();
                token += ' ' + cursor.TakeWhile(IsTokenCharacter);
            }
            value = TomlTimeText.TryNormalise(token, out TomlKind kind, out string? time)
                ? TomlValue.OfTime(position, kind, time) : null;
            return value is not null || cursor.Fail(position,
                $"expected a date, a time or both, such as 1979-05-27T07:32:00Z, found '{Shorten(token)}'");
        }
        if (token is "true" or "false")
            value = TomlValue.OfBoolean(position, token == "true");
        else if (TrySpecialFloat(token, out double special))
            value = TomlValue.OfFloat(position, token, special);
        else if (token is ['0', 'x' or 'o' or 'b', ..])
            return TryPrefixed(cursor, position, token, out value);
        else if (token.ToUpperInvariant() is "TRUE" or "FALSE")
            return cursor.Fail(position, $"expected true or false in lower case, found '{token}'");
        else if (char.IsAsciiLetter(token[0]) || token[0] == '_')
            return cursor.Fail(position, $"expected a value, found '{Shorten(token)}'; text needs quotes");
        else
            return TryDecimal(cursor, position, token, out value);
        return true;
    }

    private static bool IsTokenCharacter(int character) =>
        char.IsAsciiLetterOrDigit((char)character) || character is '_' or '+' or '-' or '.' or ':';

    private static bool IsDigit(int character) => character is >= '0' and <= '9';

    private static bool TrySpecialFloat(string token, out double value)
    {
        (bool known, value) = token switch
        {
            "inf" or "+inf" => (true, double.PositiveInfinity),
            "-inf" => (true, double.NegativeInfinity),
            "nan" or "+nan" or "-nan" => (true, double.NaN),
            _ => (false, 0),
        };
        return known;
    }

    /// <summary>0x, 0o and 0b: no sign, and the digits are lower or upper case but the letter is lower.</summary>
    private static bool TryPrefixed(TomlCursor cursor, TomlPosition position, string token, out TomlValue? value)
    {
        value = null;
        int radix = token[1] switch { 'x' => 16, 'o' => 8, _ => 2 };
        int at = 2;
        if (!TakeDigits(token, ref at, radix) || at != token.Length)
            return cursor.Fail(position, $"expected a whole number in base {radix}, found '{Shorten(token)}'");
        ulong number = 0;
        foreach (char digit in token.AsSpan(2))
        {
            if (digit == '_')
                continue;
            if (number > long.MaxValue / (ulong)radix)
                return TooLarge(cursor, position, token);
            number = number * (ulong)radix + (ulong)Convert.ToInt32(digit.ToString(), 16);
        }
        if (number > long.MaxValue)
            return TooLarge(cursor, position, token);
        value = TomlValue.OfInteger(position, token, (long)number);
        return true;
    }

    private static bool TryDecimal(TomlCursor cursor, TomlPosition position, string token, out TomlValue? value)
    {
        value = null;
        int at = token[0] is '+' or '-' ? 1 : 0;
        int first = at;
        bool good = TakeDigits(token, ref at, 10);
        if (good && token[first] == '0' && at > first + 1)
            return cursor.Fail(position, $"expected a number without leading zeros, found '{Shorten(token)}'");
        bool isFloat = false;
        if (good && at < token.Length && token[at] == '.')
        {
            isFloat = true;
            at++;
            good = TakeDigits(token, ref at, 10);
        }
        if (good && at < token.Length && token[at] is 'e' or 'E')
        {
            isFloat = true;
            at += at + 1 < token.Length && token[at + 1] is '+' or '-' ? 2 : 1;
            good = TakeDigits(token, ref at, 10);
        }
        if (!good || at != token.Length)
            return cursor.Fail(position, $"expected a number, found '{Shorten(token)}'");
        string plain = token.Replace("_", "", StringComparison.Ordinal);
        if (isFloat)
            value = TomlValue.OfFloat(position, token, double.Parse(plain, CultureInfo.InvariantCulture));
        else if (long.TryParse(plain, CultureInfo.InvariantCulture, out long whole))
            value = TomlValue.OfInteger(position, token, whole);
        else
            return TooLarge(cursor, position, token);
        return true;
    }

    /// <summary>One digit at least; an underscore only between two.</summary>
    private static bool TakeDigits(string token, ref int at, int radix)
    {
        int start = at;
        while (at < token.Length)
        {
            bool underscore = token[at] == '_' && at > start && token[at - 1] != '_' && at + 1 < token.Length;
            if (!underscore && !IsDigitOf(token[at], radix))
                break;
            at++;
        }
        return at > start && token[at - 1] != '_';
    }

    private static bool IsDigitOf(char character, int radix) => radix switch
    {
        2 => character is '0' or '1',
        8 => character is >= '0' and <= '7',
        10 => IsDigit(character),
        _ => char.IsAsciiHexDigit(character),
    };

    private static bool TooLarge(TomlCursor cursor, TomlPosition position, string token) =>
        cursor.Fail(position, $"expected a whole number of at most 64 bits, found '{Shorten(token)}'");

    private static string Shorten(string token) =>
        token.Length <= 40 ? token : string.Concat(token.AsSpan(0, 40), "...");
}
