namespace Impsy.Benchmarks.Reporting;

/// <summary>One promise of the design, and what came of it.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Measured">In words and figures.</param>
/// <param name="Limit">What it must be.</param>
/// <param name="Passed">Null: it is reported and not judged, or could not be measured here.</param>
internal sealed record Bar(string What, string Measured, string Limit, bool? Passed)
{
    public string Verdict => Passed switch { true => "pass", false => "**FAIL**", null => "reported" };

    public static Table TableOf(IEnumerable<Bar> bars)
    {
        Table table = new("what", "measured", "limit", "");
        foreach (Bar bar in bars)
            table.Add(bar.What, bar.Measured, bar.Limit, bar.Verdict);
        return table;
    }
}
