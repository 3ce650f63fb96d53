using System.Diagnostics.CodeAnalysis;
using Impsy.Daemon.Config.Toml;
using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Config;

/// <summary>
/// Typed access to one table of the file. A bad value is noted and replaced by a harmless one, so that a single run
/// reports every mistake instead of the first. Reading an absent section gives defaults and notes nothing.
/// </summary>
internal sealed class ConfigSection
{
    private readonly ConfigReport _report;
    private readonly string _name;
    private readonly TomlTable? _table;
    private readonly bool _muted;
    private readonly List<ConfigSection> _inner = [];

    /// <param name="root">The whole file.</param>
    public ConfigSection(ConfigReport report, TomlTable root) : this(report, "", root, 1, muted: false)
    {
    }

    private ConfigSection(ConfigReport report, string name, TomlTable? table, int line, bool muted)
    {
        _report = report;
        _name = name;
        _table = table;
        _muted = muted;
        Line = line;
    }

    /// <summary>Of its header, which is where something missing is reported.</summary>
    public int Line { get; }

    /// <summary>A section whose keys are read, and whose absence is reported, even when the file has none.</summary>
    public ConfigSection Section(string name) => Open(name, optional: false);

    /// <summary>A section that turns something on by being there; null when it is not.</summary>
    public T? Optional<T>(string name, Func<ConfigSection, T> read) where T : class
    {
        ConfigSection section = Open(name, optional: true);
        // Read in any case: this is how the report learns of the keys.
        T config = read(section);
        return section._table is null ? null : config;
    }

    /// <summary>Sections in double brackets, or a list of tables in braces; none when the file has none.</summary>
    public IReadOnlyList<T> Sections<T>(string name, Func<ConfigSection, T> read)
    {
        string path = Path(name);
        _report.AddSection(path);
        read(new ConfigSection(_report, path, null, 1, muted: true)); // this is how the report learns of the keys
        if (_table is null || !_table.TryGet(name, out TomlEntry? entry))
            return [];
        if (entry.Value.Items.Count == 0 || !entry.Value.Items.TrueForAll(item => item.Table is not null))
            return Wrong<IReadOnlyList<T>>(name, entry.Value, $"sections [[{path}]]", []);
        List<T> sections = [];
        foreach (TomlValue item in entry.Value.Items)
        {
            ConfigSection section = new(_report, path, item.Table, item.Position.Line, _muted);
            _inner.Add(section);
            sections.Add(read(section));
        }
        return sections;
    }

    /// <summary>One of some words.</summary>
    /// <param name="choices">With what they mean; the first is what an absent key means.</param>
    public T Choice<T>(string key, params (string Word, T Meaning)[] choices)
    {
        if (!TryGet(key, out TomlValue? value))
            return choices[0].Meaning;
        foreach ((string word, T meaning) in choices)
        {
            if (value.Kind == TomlKind.Text && value.Text == word)
                return meaning;
        }
        string[] words = [.. choices.Select(choice => choice.Word)];
        string expected = words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";
        return Wrong(key, value, expected, choices[0].Meaning);
    }

    public string Text(string key, string fallback) =>
        !TryGet(key, out TomlValue? value) ? fallback
        : value.Kind == TomlKind.Text && !value.Text.Any(char.IsControl) ? value.Text
        : Wrong(key, value, "text on one line", fallback);

    /// <summary>The path of a device; null when the key is absent, empty when it holds something else.</summary>
    public string? Device(string key) =>
        !TryGet(key, out TomlValue? value) ? null
        : value.Kind == TomlKind.Text && value.Text.Length > 0 && !value.Text.Any(char.IsControl) ? value.Text
        : Wrong(key, value, "the path of a device", "");

    /// <summary>Text that may have several lines.</summary>
    public string Prose(string key, string fallback) =>
        !TryGet(key, out TomlValue? value) ? fallback
        : value.Kind == TomlKind.Text ? value.Text
        : Wrong(key, value, "text", fallback);

    public bool Flag(string key, bool fallback) =>
        !TryGet(key, out TomlValue? value) ? fallback
        : value.Kind == TomlKind.Boolean ? value.Boolean
        : Wrong(key, value, "true or false", fallback);

    public int Integer(string key, int min, int max, int fallback) => OptionalInteger(key, min, max) ?? fallback;

    public int? OptionalInteger(string key, int min, int max)
    {
        if (!TryGet(key, out TomlValue? value))
            return null;
        if (value.Kind == TomlKind.Integer && value.Integer >= min && value.Integer <= max)
            return (int)value.Integer;
        return Wrong<int?>(key, value, $"a whole number {min}..{max}", null);
    }

    /// <summary>The key dimension: which control is meant, counted from 1 as the model's events have them.</summary>
    /// <param name="controls">D-1; null when only the model knows.</param>
    /// <returns>From 0; null when the key is absent, or wrong.</returns>
    public int? Control(int? controls) =>
        OptionalInteger("dimension", 1, controls ?? ModelConfig.MaxDimension - 1) - 1;

    public int Port(string key, int fallback) => Integer(key, 1, 65535, fallback);

    public float Number(string key, float min, float max, float fallback) =>
        OptionalNumber(key, min, max) ?? fallback;

    /// <summary>Whole numbers are numbers too; true, false, nan and inf are none.</summary>
    public float? OptionalNumber(string key, float min, float max)
    {
        if (!TryGet(key, out TomlValue? value))
            return null;
        float number = value.Kind switch
        {
            TomlKind.Integer => value.Integer,
            TomlKind.Float => (float)value.Float,
            _ => float.NaN,
        };
        if (Limits.Accepts(number, min, max))
            return number;
        return Wrong<float?>(key, value, FormattableString.Invariant($"a number {min}..{max}"), null);
    }

    /// <summary>An IPv4 or IPv6 address or a host name.</summary>
    public string Host(string key, string fallback) =>
        !TryGet(key, out TomlValue? value) ? fallback
        : value.Kind == TomlKind.Text && AddressText.IsHost(value.Text) ? value.Text
        : Wrong(key, value, "an address or a host name", fallback);

    /// <summary>One text or a list of texts, none of them empty.</summary>
    public IReadOnlyList<string> TextList(string key, string expectedItem) =>
        TryGet(key, out TomlValue? value) ? TextList(key, value, expectedItem) : [];

    /// <param name="key">For messages; need not be a key of this section.</param>
    public IReadOnlyList<string> TextList(string key, TomlValue value, string expectedItem)
    {
        if (value.Kind is not (TomlKind.Text or TomlKind.Array))
            return Wrong<IReadOnlyList<string>>(key, value, $"{expectedItem} or a list of them", []);
        List<string> texts = [];
        foreach (TomlValue item in value.Kind == TomlKind.Array ? value.Items : [value])
        {
            if (item.Kind == TomlKind.Text && item.Text.Length > 0 && !item.Text.Any(char.IsControl))
                texts.Add(item.Text);
            else
                Wrong(key, item, expectedItem, "");
        }
        return texts;
    }

    /// <summary>For keys with a form of their own.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out TomlValue? value)
    {
        _report.AddKey(Path(key));
        value = _table is not null && _table.TryGet(key, out TomlEntry? entry) ? entry.Value : null;
        return value is not null;
    }

    public T Wrong<T>(string key, TomlValue value, string expected, T instead)
    {
        Error(value.Position.Line, key, $"expected {expected}, found {Describe(value)}");
        return instead;
    }

    public T Missing<T>(string key, string expected, T instead)
    {
        Error(Line, key, $"expected {expected}, found nothing");
        return instead;
    }

    public void Error(int line, string key, string message)
    {
        if (!_muted)
            _report.Error(line, Path(key), message);
    }

    public void Warning(int line, string key, string message)
    {
        if (!_muted)
            _report.Warning(line, Path(key), message);
    }

    /// <summary>Call last, on the whole file: only then are all keys known.</summary>
    public void ReportUnknownKeys()
    {
        foreach (TomlEntry entry in _table?.Entries ?? [])
        {
            if (!_report.Knows(Path(entry.Key.Name)))
                _report.UnknownKey(entry.Key.Position.Line, Path(entry.Key.Name));
        }
        foreach (ConfigSection section in _inner)
            section.ReportUnknownKeys();
    }

    /// <summary>Scalars as the file writes them, so that the owner finds them again.</summary>
    public static string Describe(TomlValue value) => value.Kind switch
    {
        TomlKind.Text => $"the text '{Shorten(value.Text)}'",
        TomlKind.Array => value.IsArrayOfTables ? "sections in double brackets" : "a list",
        TomlKind.Table => "a table",
        _ => $"'{Shorten(value.Text)}'",
    };

    private static string Shorten(string text)
    {
        string shown = text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "...");
        return string.Concat(shown.Select(letter => char.IsControl(letter) ? ' ' : letter));
    }

    private ConfigSection Open(string name, bool optional)
    {
        string path = Path(name);
        _report.AddSection(path);
        TomlEntry? entry = null;
        _table?.TryGet(name, out entry);
        if (entry is not null && entry.Value.Table is null)
            Wrong(name, entry.Value, $"a section [{path}]", 0);
        // Of what should be a section and is not, one message is enough.
        bool muted = _muted || (entry is null ? optional : entry.Value.Table is null);
        ConfigSection section = new(_report, path, entry?.Value.Table, entry?.Key.Position.Line ?? 1, muted);
        _inner.Add(section);
        return section;
    }

    private string Path(string key) => _name.Length == 0 ? key : key.Length == 0 ? _name : $"{_name}.{key}";
}
