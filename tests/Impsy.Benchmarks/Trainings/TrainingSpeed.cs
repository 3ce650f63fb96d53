using System.Diagnostics;
using System.Globalization;
using Impsy.Benchmarks.Reporting;

namespace Impsy.Benchmarks.Trainings;

/// <summary>
/// How fast this machine trains: each kind of registers, one thread and all, every size. A batch is 64 windows of 50
/// events of nine values, on made-up takes, for what they say does not change the time. The trainer measures itself, in
/// a process for each kind of registers, which the runtime's own switches take away.
/// </summary>
/// <param name="trainer">The executable.</param>
/// <param name="seconds">For each figure; at least ten batches.</param>
/// <param name="progress">Is told what is being measured.</param>
internal sealed class TrainingSpeed(string trainer, double seconds, Action<string> progress)
{
    /// <summary>Windows of 50 at every event of the nine-dimensional performances: an epoch of Python IMPSY.</summary>
    private const double EpochWindows = 83_585;

    private const int BatchSize = 64;
    private const double LongestEpoch = 4.2; // s
    private const double LongestBatch = 3.2; // ms
    private const double LeastShare = 0.6; // of the peak

    private static readonly (string Name, string? Switch)[] s_widths =
        [("all", null), ("without 512-bit", "DOTNET_EnableAVX512"), ("without 256-bit", "DOTNET_EnableAVX2")];

    public Report Run()
    {
        int processors = Environment.ProcessorCount;
        Report report = new();
        List<TrainingTiming> widths = [];
        foreach ((string name, string? variable) in s_widths)
        {
            foreach (string recipe in (string[])["impsy", "edge"])
            {
                progress($"size s, recipe {recipe}, {name}");
                widths.AddRange(Measure(variable, recipe, ["s"], processors));
            }
        }
        Judge(report, widths);
        report.Detail(
            "Registers and threads",
            "Size s, 9 values. Recipe impsy has 5 mixtures and learns densities only; recipe edge has 24.",
            TableOf(widths));
        progress("every size");
        report.Detail(
            "Sizes", "Recipe edge, 9 values, 24 mixtures.",
            TableOf(Measure(null, "edge", ["xxs", "xs", "s", "m", "l", "xl"], processors)));
        return report;
    }

    /// <summary>Time is judged of the ancestor's own way of training, for which its time is known.</summary>
    internal static void Judge(Report report, IReadOnlyList<TrainingTiming> widths)
    {
        foreach (IGrouping<string, TrainingTiming> recipe in widths.GroupBy(timing => timing.Recipe))
        {
            TrainingTiming best = recipe.MaxBy(timing => timing.Threads)!;
            string what = $"training, size s, 9-d, {best.Mixtures} mixtures, batch 64 × 50, {best.Threads} threads";
            bool isJudged = best.Recipe == "impsy";
            report.Judge(
                what,
                $"{Figures.Short(best.Densities)} ms per batch, {Figures.Short(Epoch(best))} s per epoch",
                isJudged ? $"≤ {Figures.Short(LongestBatch)} ms, ≤ {Figures.Short(LongestEpoch)} s" : "reported",
                isJudged ? best.Densities <= LongestBatch && Epoch(best) <= LongestEpoch : null);
            report.Judge(
                $"{what}, of the peak",
                $"{Figures.Short(best.Speed)} of {Figures.Short(best.Peak)} GFLOP/s, {Percent(best.Share)}",
                $"≥ {Percent(LeastShare)}",
                best.Share >= LeastShare);
        }
    }

    /// <summary>Seconds.</summary>
    private static double Epoch(TrainingTiming timing) =>
        timing.Densities * Math.Ceiling(EpochWindows / BatchSize) / 1000;

    internal static Table TableOf(IEnumerable<TrainingTiming> timings)
    {
        Table table = new(
            "size", "recipe", "registers", "threads", "densities ms", "bins ms", "processor ms", "epoch s", "GFLOP/s",
            "peak", "of peak");
        foreach (TrainingTiming timing in timings)
        {
            table.Add(
                timing.Size, timing.Recipe, timing.Registers, Text(timing.Threads), Figures.Short(timing.Densities),
                Figures.Short(timing.Bins), Figures.Short(timing.DensitiesProcessor), Figures.Short(Epoch(timing)),
                Figures.Short(timing.Speed), Figures.Short(timing.Peak), Percent(timing.Share));
        }
        return table;
    }

    private IReadOnlyList<TrainingTiming> Measure(string? variable, string recipe, string[] sizes, int processors)
    {
        ProcessStartInfo start = new(trainer) { RedirectStandardOutput = true };
        string[] arguments =
        [
            "benchmark", "--csv", "--recipe", recipe, "--mixtures", recipe == "impsy" ? "5" : "24", "--seconds",
            seconds.ToString(CultureInfo.InvariantCulture), "-M", .. sizes, "--threads", "1", Text(processors),
        ];
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        if (variable is not null)
            start.Environment[variable] = "0";
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{trainer} did not start");
        string csv = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? TrainingTiming.Parse(csv)
            : throw new InvalidOperationException($"{trainer} has ended with {process.ExitCode}");
    }

    private static string Percent(double share) => $"{Figures.Short(100 * share)} %";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
