using System.Globalization;

namespace Impsy.Daemon.Config.Toml;

/// <summary>
/// A place in the text that moves forward only, and the first error. Once there is an error the reading ends: each
/// method that can fail returns false, and so does its caller.
/// </summary>
internal sealed class TomlCursor(string text)
{
    /// <summary>What <see cref="Current"/> is after the last character; no character has this value.</summary>
    public const int End = -1;

    private int _offset;
    private int _line = 1;
    private int _lineStart;

    public TomlError? Error { get; private set; }

    public int Current => Ahead(0);

    public TomlPosition Position => new(_line, _offset - _lineStart + 1);

    /// <param name="count">Characters beyond the current one.</param>
    public int Ahead(int count) => _offset + count < text.Length ? text[_offset + count] : End;

    /// <summary>Not for newlines: <see cref="TryTakeNewline"/> counts them.</summary>
    public void Advance(int count = 1) => _offset += count;

    public bool TryTake(char character)
    {
        if (Current != character)
            return false;
        Advance();
        return true;
    }

    public bool TryTake(string characters)
    {
        if (string.CompareOrdinal(text, _offset, characters, 0, characters.Length) != 0)
            return false;
        Advance(characters.Length);
        return true;
    }

    public bool TryTakeNewline()
    {
        if (!AtNewline)
            return false;
        Advance(Current == '\r' ? 2 : 1);
        _line++;
        _lineStart = _offset;
        return true;
    }

    /// <summary>LF or CRLF; a lone CR is no newline in TOML.</summary>
    public bool AtNewline => Current == '\n' || (Current == '\r' && Ahead(1) == '\n');

    public void SkipBlanks()
    {
        while (Current is ' ' or '\t')
            Advance();
    }

    /// <summary>Up to the end of the line, if a comment begins here.</summary>
    public bool SkipComment()
    {
        if (Current != '#')
            return true;
        while (Current != End && !AtNewline)
        {
            if (IsForbidden(Current))
                return Expected("a comment without control characters");
            Advance();
        }
        return true;
    }

    /// <summary>Blanks, comments and newlines, as they may stand between the items of an array.</summary>
    public bool SkipLines()
    {
        while (true)
        {
            SkipBlanks();
            if (!SkipComment())
                return false;
            if (!TryTakeNewline())
                return true;
        }
    }

    /// <summary>The longest run of characters, from here, that a test accepts.</summary>
    public string TakeWhile(Func<int, bool> accepts)
    {
        int start = _offset;
        while (Current != End && accepts(Current))
            Advance();
        return text[start.._offset];
    }

    /// <summary>Control characters other than the tab stand nowhere in TOML, not even in comments.</summary>
    public static bool IsForbidden(int character) => character is < ' ' and not '\t' or 0x7F;

    public bool Expected(string what) => Fail($"expected {what}, found {Found}");

    public bool Fail(string message) => Fail(Position, message);

    public bool Fail(TomlPosition position, string message)
    {
        Error ??= new TomlError(position, message);
        return false;
    }

    private string Found => Current switch
    {
        End => "the end of the file",
        _ when AtNewline => "the end of the line",
        int hidden when IsHidden((char)hidden) => Code(hidden),
        int high when char.IsHighSurrogate((char)high) => $"'{(char)high}{(char)Ahead(1)}'",
        // Typographic quotes and dashes look like what they replaced; their number tells them apart.
        int odd when odd > '~' && !char.IsLetterOrDigit((char)odd) => $"'{(char)odd}' ({Code(odd)})",
        int plain => $"'{(char)plain}'",
    };

    private static bool IsHidden(char character) => character != ' '
        && (char.IsControl(character) || char.IsWhiteSpace(character)
            || char.GetUnicodeCategory(character) == UnicodeCategory.Format);

    private static string Code(int character) => string.Create(CultureInfo.InvariantCulture, $"U+{character:X4}");
}
