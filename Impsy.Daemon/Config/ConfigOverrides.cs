using Impsy.Daemon.Config.Toml;

namespace Impsy.Daemon.Config;

/// <summary>
/// Values that the command line gives in place of the file's. They are laid over the file before it is read, so that
/// they meet its limits and its messages, and what depends on them, such as the length of a mapping, is checked
/// against them.
/// </summary>
internal sealed class ConfigOverrides
{
    private readonly List<(string Key, TomlValue Value)> _values = [];

    /// <param name="key">Such as "verbose" or "model.pitemp".</param>
    /// <param name="value">Without a place: line 0.</param>
    public void Set(string key, TomlValue value) => _values.Add((key, value));

    /// <summary>Whether a key has its value from here.</summary>
    public bool Has(string key) => _values.Exists(value => value.Key == key);

    /// <summary>What is wrong with the values whatever the file says; the problems name their keys.</summary>
    public IReadOnlyList<ConfigProblem> FindMistakes()
    {
        ConfigReport report = new("");
        TomlTable alone = new(TomlTableOrigin.Header);
        LayOver(alone);
        InstrumentConfig.Read("", new ConfigSection(report, alone));
        // The rest is missing because there is no file here.
        return [.. report.Problems.Where(problem => !problem.IsWarning && _values.Exists(v => v.Key == problem.Key))];
    }

    /// <summary>Adds the values to a file, or puts them in the place of its own.</summary>
    public void LayOver(TomlTable root)
    {
        foreach ((string key, TomlValue value) in _values)
        {
            string[] parts = key.Split('.');
            TomlTable? table = root;
            foreach (string section in parts[..^1])
                table = table is null ? null : OpenSection(table, section);
            table?.Set(new TomlKey(parts[^1], value.Position), value);
        }
    }

    /// <returns>Null when the file has something else there, which is reported when the file is read.</returns>
    private static TomlTable? OpenSection(TomlTable table, string name)
    {
        if (table.TryGet(name, out TomlEntry? entry))
            return entry.Value.Table;
        TomlTable section = new(TomlTableOrigin.Header);
        TomlPosition start = new(1, 1);
        table.Add(new TomlKey(name, start), TomlValue.OfTable(start, section));
        return section;
    }
}
