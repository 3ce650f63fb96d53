using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Impsy.Daemon.Config.Toml;

/// <summary>The four kinds of quoted text: basic and literal, each on one line or on several.</summary>
internal static class TomlStringReader
{
    /// <summary>The cursor stands on a quote, single or double.</summary>
    public static bool TryRead(TomlCursor cursor, [NotNullWhen(true)] out string? contents)
    {
        char quote = (char)cursor.Current;
        return cursor.TryTake(new string(quote, 3))
            ? TryReadLines(cursor, quote, out contents)
            : TryReadLine(cursor, quote, out contents);
    }

    /// <summary>As <see cref="TryRead"/>; a key must stand on one line.</summary>
    public static bool TryReadLine(TomlCursor cursor, char quote, [NotNullWhen(true)] out string? contents)
    {
        contents = null;
        cursor.Advance();
        StringBuilder text = new();
        while (!cursor.TryTake(quote))
        {
            if (cursor.Current == TomlCursor.End || TomlCursor.IsForbidden(cursor.Current))
                return cursor.Expected($"the closing {quote}");
            if (!TryTakeCharacter(cursor, quote, text))
                return false;
        }
        contents = text.ToString();
        return true;
    }

    private static bool TryReadLines(TomlCursor cursor, char quote, [NotNullWhen(true)] out string? contents)
    {
        contents = null;
        StringBuilder text = new();
        cursor.TryTakeNewline(); // one that follows the opening quotes at once is not part of the text
        while (!TryTakeClosing(cursor, quote, text))
        {
            if (cursor.AtNewline)
            {
                text.Append(cursor.Current == '\r' ? "\r\n" : "\n");
                cursor.TryTakeNewline();
                continue;
            }
            if (cursor.Current == TomlCursor.End || TomlCursor.IsForbidden(cursor.Current))
                return cursor.Expected($"the closing {new string(quote, 3)}");
            if (quote == '"' && IsLineContinuation(cursor))
            {
                cursor.Advance();
                while (cursor.TryTakeNewline() || cursor.Current is ' ' or '\t')
                    cursor.SkipBlanks();
                continue;
            }
            if (!TryTakeCharacter(cursor, quote, text))
                return false;
        }
        contents = text.ToString();
        return true;
    }

    /// <summary>Up to two quotes may belong to the text, even right before the three that close it.</summary>
    private static bool TryTakeClosing(TomlCursor cursor, char quote, StringBuilder text)
    {
        int count = 0;
        while (count < 5 && cursor.Ahead(count) == quote)
            count++;
        if (count < 3)
            return false;
        text.Append(quote, count - 3);
        cursor.Advance(count);
        return true;
    }

    /// <summary>A backslash with nothing but blanks after it on its line.</summary>
    private static bool IsLineContinuation(TomlCursor cursor)
    {
        if (cursor.Current != '\\')
            return false;
        int ahead = 1;
        while (cursor.Ahead(ahead) is ' ' or '\t')
            ahead++;
        return cursor.Ahead(ahead) == '\n' || (cursor.Ahead(ahead) == '\r' && cursor.Ahead(ahead + 1) == '\n');
    }

    private static bool TryTakeCharacter(TomlCursor cursor, char quote, StringBuilder text)
    {
        if (quote == '"' && cursor.Current == '\\')
            return TryTakeEscape(cursor, text);
        text.Append((char)cursor.Current);
        cursor.Advance();
        return true;
    }

    private static bool TryTakeEscape(TomlCursor cursor, StringBuilder text)
    {
        char? plain = cursor.Ahead(1) switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            '"' => '"',
            '\\' => '\\',
            _ => null,
        };
        if (plain is not null)
        {
            text.Append(plain);
            cursor.Advance(2);
            return true;
        }
        return cursor.Ahead(1) switch
        {
            'u' => TryTakeCodePoint(cursor, 4, text),
            'U' => TryTakeCodePoint(cursor, 8, text),
            _ => cursor.Fail("expected an escape that TOML has: \\b \\t \\n \\f \\r \\\" \\\\ \\uXXXX \\UXXXXXXXX; "
                + "in text between single quotes a backslash is only a backslash"),
        };
    }

    private static bool TryTakeCodePoint(TomlCursor cursor, int digits, StringBuilder text)
    {
        uint code = 0;
        for (int i = 0; i < digits; i++)
        {
            int digit = cursor.Ahead(2 + i);
            if (digit == TomlCursor.End || !char.IsAsciiHexDigit((char)digit))
                return cursor.Fail($"expected {digits} hexadecimal digits after \\{(char)cursor.Ahead(1)}, found {i}");
            code = code << 4 | (uint)int.Parse([(char)digit], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }
        if (!Rune.IsValid(code))
            return cursor.Fail($"expected the number of a Unicode character, found {code:X}");
        text.Append(new Rune(code).ToString());
        cursor.Advance(2 + digits);
        return true;
    }
}
