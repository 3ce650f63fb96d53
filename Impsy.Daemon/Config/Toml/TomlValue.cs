namespace Impsy.Daemon.Config.Toml;

/// <summary>
/// A value and where it stands. Which members have a meaning depends on <see cref="Kind"/>; the others hold nothing.
/// Unchanging once the document is read.
/// </summary>
internal sealed class TomlValue
{
    private TomlValue(TomlKind kind, TomlPosition position, string text)
    {
        Kind = kind;
        Position = position;
        Text = text;
    }

    public TomlKind Kind { get; }

    public TomlPosition Position { get; }

    /// <summary>
    /// Of a text, its contents. Of a date or time, its RFC 3339 form with 'T' and 'Z'. Of any other scalar, what the
    /// file says, which is what a message should quote. Empty for arrays and tables.
    /// </summary>
    public string Text { get; }

    public long Integer { get; private init; }

    public double Float { get; private init; }

    public bool Boolean { get; private init; }

    /// <summary>Of an array; an array of tables holds one table per [[header]].</summary>
    public List<TomlValue> Items { get; private init; } = [];

    /// <summary>Made by [[headers]], so that further ones may add to it; one written as a value is closed.</summary>
    public bool IsArrayOfTables { get; private init; }

    /// <summary>Of a table, and of nothing else.</summary>
    public TomlTable? Table { get; private init; }

    public static TomlValue OfText(TomlPosition position, string contents) => new(TomlKind.Text, position, contents);

    public static TomlValue OfInteger(TomlPosition position, string written, long value) =>
        new(TomlKind.Integer, position, written) { Integer = value };

    public static TomlValue OfFloat(TomlPosition position, string written, double value) =>
        new(TomlKind.Float, position, written) { Float = value };

    public static TomlValue OfBoolean(TomlPosition position, bool value) =>
        new(TomlKind.Boolean, position, value ? "true" : "false") { Boolean = value };

    /// <param name="kind">One of the four kinds of dates and times.</param>
    public static TomlValue OfTime(TomlPosition position, TomlKind kind, string normalised) =>
        new(kind, position, normalised);

    public static TomlValue OfArray(TomlPosition position, bool isArrayOfTables = false) =>
        new(TomlKind.Array, position, "") { IsArrayOfTables = isArrayOfTables };

    public static TomlValue OfTable(TomlPosition position, TomlTable table) =>
        new(TomlKind.Table, position, "") { Table = table };
}
