using System.Diagnostics.CodeAnalysis;

namespace Impsy.Daemon.Config.Toml;

/// <summary>Keys and values in the order of the file.</summary>
internal sealed class TomlTable(TomlTableOrigin origin)
{
    private readonly Dictionary<string, TomlEntry> _byName = new(StringComparer.Ordinal);
    private readonly List<TomlEntry> _entries = [];

    /// <summary>What made it; decides what may still add to it.</summary>
    public TomlTableOrigin Origin { get; set; } = origin;

    public IReadOnlyList<TomlEntry> Entries => _entries;

    public bool TryGet(string name, [NotNullWhen(true)] out TomlEntry? entry) => _byName.TryGetValue(name, out entry);

    /// <summary>The caller has made sure that the key is new.</summary>
    public void Add(TomlKey key, TomlValue value)
    {
        TomlEntry entry = new(key, value);
        _byName.Add(key.Name, entry);
        _entries.Add(entry);
    }

    /// <summary>Adds a key, or gives one that is there another value.</summary>
    public void Set(TomlKey key, TomlValue value)
    {
        if (!_byName.TryGetValue(key.Name, out TomlEntry? before))
        {
            Add(key, value);
            return;
        }
        TomlEntry entry = before with { Value = value };
        _byName[key.Name] = entry;
        _entries[_entries.IndexOf(before)] = entry;
    }
}
