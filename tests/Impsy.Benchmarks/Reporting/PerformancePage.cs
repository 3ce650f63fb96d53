namespace Impsy.Benchmarks.Reporting;

/// <summary>The page that holds the latest tables: between two markers, which stay, everything is replaced.</summary>
internal static class PerformancePage
{
    public const string Begin = "<!-- tables: begin (eng/benchmark --write replaces what follows) -->";
    public const string End = "<!-- tables: end -->";

    /// <exception cref="InvalidDataException">The page lacks a marker, or has them in the wrong order.</exception>
    public static string Replace(string page, string tables)
    {
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            throw new InvalidDataException($"expected a line '{Begin}' and behind it a line '{End}'");
        return $"{page[..(begin + Begin.Length)]}\n\n{tables.Trim()}\n\n{page[end..]}";
    }

    public static void Write(string path, string tables) =>
        File.WriteAllText(path, Replace(File.ReadAllText(path), tables));
}
