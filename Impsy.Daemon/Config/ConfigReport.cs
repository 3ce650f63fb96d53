namespace Impsy.Daemon.Config;

/// <summary>
/// Gathers what the reading of one file brings up: problems, and every key that was asked for. The latter is the
/// whole list of known keys, because the reading code asks for the keys of absent sections too.
/// </summary>
internal sealed class ConfigReport(string file)
{
    private readonly List<ConfigProblem> _problems = [];
    private readonly List<string> _knownKeys = [];
    private readonly HashSet<string> _knownSections = new(StringComparer.Ordinal);

    /// <summary>Full names, such as "model.pitemp", in the order of reading.</summary>
    public IReadOnlyList<string> KnownKeys => _knownKeys;

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<ConfigProblem> Problems => [.. _problems.OrderBy(problem => problem.Line)];

    public bool HasErrors => _problems.Exists(problem => !problem.IsWarning);

    public void Error(int line, string key, string message) => _problems.Add(new(file, line, 0, key, message));

    public void Warning(int line, string key, string message) =>
        _problems.Add(new(file, line, 0, key, message, IsWarning: true));

    public void AddKey(string key)
    {
        if (!_knownKeys.Contains(key))
            _knownKeys.Add(key);
    }

    public void AddSection(string name) => _knownSections.Add(name);

    public bool Knows(string key) => _knownSections.Contains(key) || _knownKeys.Contains(key);

    /// <summary>After all sections have been read: an unknown key is almost always a typing mistake.</summary>
    public void UnknownKey(int line, string key)
    {
        string? nearest = NearestKey.Find(key, _knownKeys, _knownSections);
        Warning(line, key, nearest is null ? "unknown key" : $"unknown key; did you mean {nearest}?");
    }
}
