using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Impsy.Daemon.Config.Toml;

/// <summary>
/// Reads TOML 1.0. Written for files that people type: one error, the first, said well. It never throws and does not
/// recurse deeper than <see cref="MaxDepth"/>. Not for the performance thread: it allocates.
/// </summary>
internal sealed class TomlReader
{
    /// <summary>A configuration is a few kilobytes; more is some other file.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Tables within tables within arrays: no person writes this many, and each costs stack.</summary>
    public const int MaxDepth = 100;

    private readonly TomlCursor _cursor;
    private readonly TomlTreeBuilder _tree;

    private TomlReader(string text)
    {
        _cursor = new TomlCursor(text);
        _tree = new TomlTreeBuilder(_cursor);
    }

    public static bool TryRead(
        ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out TomlTable? root, [NotNullWhen(false)] out TomlError? error)
    {
        root = null;
        error = null;
        if (utf8.Length > MaxBytes)
        {
            error = new TomlError(new TomlPosition(1, 1), $"expected at most {MaxBytes} bytes, found {utf8.Length}");
            return false;
        }
        if (utf8.StartsWith("\uFEFF"u8))
            utf8 = utf8["\uFEFF"u8.Length..];
        if (!Utf8.IsValid(utf8))
        {
            error = InvalidUtf8(utf8);
            return false;
        }
        TomlReader reader = new(Encoding.UTF8.GetString(utf8));
        if (reader.TryReadDocument())
            root = reader._tree.Root;
        else
            error = reader._cursor.Error ?? throw new InvalidOperationException("the reader failed without a reason");
        return root is not null;
    }

    private static TomlError InvalidUtf8(ReadOnlySpan<byte> text)
    {
        int valid = 0;
        while (Rune.DecodeFromUtf8(text[valid..], out _, out int length) == System.Buffers.OperationStatus.Done)
            valid += length;
        string before = Encoding.UTF8.GetString(text[..valid]);
        int line = before.Count(character => character == '\n') + 1;
        int column = before.Length - (before.LastIndexOf('\n') + 1) + 1;
        return new TomlError(new TomlPosition(line, column), $"expected UTF-8 text, found the byte 0x{text[valid]:X2}");
    }

    private bool TryReadDocument()
    {
        TomlTable section = _tree.Root;
        int depth = 0;
        while (true)
        {
            _cursor.SkipBlanks();
            bool good = _cursor.Current switch
            {
                TomlCursor.End or '#' or '\n' or '\r' => true,
                '[' => TryReadHeader(ref section, ref depth),
                _ => TryReadPair(section, depth),
            };
            if (!good || !TryEndLine())
                return false;
            if (_cursor.Current == TomlCursor.End)
                return true;
            _cursor.TryTakeNewline();
        }
    }

    private bool TryEndLine()
    {
        _cursor.SkipBlanks();
        if (!_cursor.SkipComment())
            return false;
        return _cursor.Current == TomlCursor.End || _cursor.AtNewline || _cursor.Expected("the end of the line");
    }

    private bool TryReadHeader(ref TomlTable section, ref int depth)
    {
        bool isArray = _cursor.TryTake("[[");
        if (!isArray)
            _cursor.Advance();
        List<TomlKey> path = [];
        if (!TryReadKey(path, 0))
            return false;
        string closing = isArray ? "]]" : "]";
        if (!_cursor.TryTake(closing))
            return _cursor.Expected($"'{closing}'");
        depth = path.Count;
        bool good = isArray ? _tree.TryAppendTable(path, out TomlTable? table) : _tree.TryOpenTable(path, out table);
        section = table ?? section;
        return good;
    }

    private bool TryReadPair(TomlTable table, int depth)
    {
        List<TomlKey> path = [];
        if (!TryReadKey(path, depth))
            return false;
        if (!_cursor.TryTake('='))
            return _cursor.Expected("'='");
        _cursor.SkipBlanks();
        return TryReadValue(depth + path.Count, out TomlValue? value) && _tree.TryAdd(table, path, value);
    }

    /// <summary>One or more parts with dots between, and the blanks around them.</summary>
    private bool TryReadKey(List<TomlKey> path, int depth)
    {
        do
        {
            _cursor.SkipBlanks();
            TomlPosition position = _cursor.Position;
            if (depth + path.Count == MaxDepth)
                return TooDeep();
            string? name;
            if (_cursor.Current is '"' or '\'')
            {
                if (!TomlStringReader.TryReadLine(_cursor, (char)_cursor.Current, out name))
                    return false;
            }
            else
            {
                name = _cursor.TakeWhile(IsBareKeyCharacter);
                if (name.Length == 0)
                    return _cursor.Expected("a key");
            }
            path.Add(new TomlKey(name, position));
            _cursor.SkipBlanks();
        }
        while (_cursor.TryTake('.'));
        return true;
    }

    private static bool IsBareKeyCharacter(int character) =>
        char.IsAsciiLetterOrDigit((char)character) || character is '_' or '-';

    private bool TryReadValue(int depth, [NotNullWhen(true)] out TomlValue? value)
    {
        value = null;
        if (depth > MaxDepth)
            return TooDeep();
        switch (_cursor.Current)
        {
            case '"' or '\'':
                TomlPosition position = _cursor.Position;
                if (!TomlStringReader.TryRead(_cursor, out string? contents))
                    return false;
                value = TomlValue.OfText(position, contents);
                return true;
            case '[':
                return TryReadArray(depth, out value);
            case '{':
                return TryReadInlineTable(depth, out value);
            default:
                return TomlScalarReader.TryRead(_cursor, out value);
        }
    }

    private bool TryReadArray(int depth, [NotNullWhen(true)] out TomlValue? array)
    {
        TomlValue made = TomlValue.OfArray(_cursor.Position);
        array = null;
        _cursor.Advance();
        while (true)
        {
            if (!_cursor.SkipLines())
                return false;
            if (_cursor.TryTake(']'))
                break;
            if (!TryReadValue(depth + 1, out TomlValue? item) || !_cursor.SkipLines())
                return false;
            made.Items.Add(item);
            if (_cursor.TryTake(','))
                continue;
            if (!_cursor.TryTake(']'))
                return _cursor.Expected("',' or ']'");
            break;
        }
        array = made;
        return true;
    }

    /// <summary>On one line, and without a comma after the last pair, as TOML 1.0 has it.</summary>
    private bool TryReadInlineTable(int depth, [NotNullWhen(true)] out TomlValue? value)
    {
        TomlPosition position = _cursor.Position;
        TomlTable table = new(TomlTableOrigin.Inline);
        value = null;
        _cursor.Advance();
        _cursor.SkipBlanks();
        bool closed = _cursor.TryTake('}');
        while (!closed)
        {
            if (!TryReadPair(table, depth))
                return false;
            _cursor.SkipBlanks();
            closed = _cursor.TryTake('}');
            if (!closed && !_cursor.TryTake(','))
                return _cursor.Expected("',' or '}' on the same line");
        }
        value = TomlValue.OfTable(position, table);
        return true;
    }

    private bool TooDeep() => _cursor.Fail($"expected at most {MaxDepth} levels of nesting, found more");
}
