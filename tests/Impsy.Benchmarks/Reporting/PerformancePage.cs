namespace Impsy.Benchmarks.Reporting;

/// <summary>A part of the page that holds the latest tables: between two markers, which stay, all is replaced.</summary>
/// <param name="name">In the markers.</param>
/// <param name="command">Which command replaces it.</param>
internal sealed class PerformancePage(string name, string command)
{
    public static PerformancePage Instrument { get; } = new("tables", "eng/benchmark --write");

    public static PerformancePage Training { get; } = new("training", "eng/benchmark training --write");

    public string Begin { get; } = $"<!-- {name}: begin ({command} replaces what follows) -->";

    public string End { get; } = $"<!-- {name}: end -->";

    /// <exception cref="InvalidDataException">The page lacks a marker, or has them in the wrong order.</exception>
    public string Replace(string page, string tables)
    {
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            throw new InvalidDataException($"expected a line '{Begin}' and behind it a line '{End}'");
        return $"{page[..(begin + Begin.Length)]}\n\n{tables.Trim()}\n\n{page[end..]}";
    }

    public void Write(string path, string tables) => File.WriteAllText(path, Replace(File.ReadAllText(path), tables));
}
