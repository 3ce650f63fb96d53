using System.Globalization;

namespace Impsy.Benchmarks.Trainings;

/// <summary>What one way of training takes, as <c>impsy-trainer benchmark --csv</c> says it.</summary>
/// <param name="Registers">Of the kernels, "512-bit".</param>
/// <param name="Densities">Milliseconds per batch in the first phase of the recipe, which learns densities.</param>
/// <param name="DensitiesProcessor">The same in processor time, all threads together.</param>
/// <param name="Bins">Milliseconds per batch in the last phase, which learns bins.</param>
/// <param name="Speed">10^9 operations per second of the first phase.</param>
/// <param name="Peak">10^9 operations per second that the same threads could do at most.</param>
internal sealed record TrainingTiming(
    string Size,
    string Registers,
    string Recipe,
    int Mixtures,
    int Threads,
    double Densities,
    double DensitiesProcessor,
    double Bins,
    double BinsProcessor,
    double Speed,
    double Peak)
{
    private const string Header =
        "size,registers,recipe,mixtures,threads,densities_ms,densities_cpu_ms,bins_ms,bins_cpu_ms,gflops,peak_gflops";

    /// <summary>0..1.</summary>
    public double Share => Speed / Peak;

    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static IReadOnlyList<TrainingTiming> Parse(string csv)
    {
        string[] lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || lines[0] != Header)
            throw new InvalidDataException($"expected '{Header}', found '{(lines.Length == 0 ? "" : lines[0])}'");
        return [.. lines.Skip(1).Select(ParseLine)];
    }

    private static TrainingTiming ParseLine(string line)
    {
        string[] cells = line.Split(',');
        if (cells.Length != 11)
            throw new InvalidDataException($"expected 11 values, found '{line}'");
        double[] numbers = [.. cells[3..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
        return new TrainingTiming(
            cells[0], cells[1], cells[2], (int)numbers[0], (int)numbers[1], numbers[2], numbers[3], numbers[4], numbers[5],
            numbers[6], numbers[7]);
    }
}
