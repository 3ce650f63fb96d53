using System.Globalization;
using Impsy.Benchmarks.Reporting;

namespace Impsy.Benchmarks.Soaking;

/// <summary>Says of a soak what was good and what was bad. Pure.</summary>
internal static class SoakJudge
{
    // What the allocator of the C library may still grow by; a leak of 100 bytes an event shows in ten minutes.
    private const double MostGrowthMegabytes = 1;
    private const double MostLateShare = 0.01;

    public static IReadOnlyList<Bar> Judge(SoakRun run)
    {
        SoakReading first = run.Readings[0];
        SoakReading last = run.Readings[^1];
        return
        [
            Memory(run.Readings),
            NoGrowth("file descriptors", first.Process.Descriptors, last.Process.Descriptors),
            NoGrowth("threads", first.Process.Threads, last.Process.Threads),
            Collections(first, last),
            Lateness(run, first, last),
            LatenessOverTime(run),
            None("inputs lost", $"{last.Sent - last.Status.Inputs} of {last.Sent}", last.Sent == last.Status.Inputs),
            None(
                "predictions lost", $"{last.Status.Predictions - last.Heard} of {last.Status.Predictions}",
                last.Status.Predictions == last.Heard && last.Heard > 0),
            None("refused", Text(last.Status.Refused), last.Status.Refused == 0),
            None("mode commands lost", Text(run.Readings.Count(r => !r.Obeyed)), run.Readings.All(r => r.Obeyed)),
            new("exit code", Text(run.ExitCode), "0", run.ExitCode == 0),
        ];
    }

    private static Bar Memory(IReadOnlyList<SoakReading> readings)
    {
        double perSecond = Slope.Of([.. readings.Select(r => (r.Seconds, r.Process.ResidentBytes / 1e6))]);
        double growth = perSecond * (readings[^1].Seconds - readings[0].Seconds);
        return new Bar(
            "resident memory",
            $"{Figures.Megabytes(readings[^1].Process.ResidentBytes)} MB, "
            + $"slope {Figures.Short(perSecond * 3600)} MB an hour",
            $"grows by no more than {Text(MostGrowthMegabytes)} MB in all",
            growth <= MostGrowthMegabytes);
    }

    private static Bar Collections(SoakReading first, SoakReading last)
    {
        int collections = last.Status.Collections - first.Status.Collections;
        return None("garbage collections after the warm-up", Text(collections), collections == 0);
    }

    private static Bar Lateness(SoakRun run, SoakReading first, SoakReading last)
    {
        int late = last.Status.Late - first.Status.Late;
        int played = last.Status.Predictions - first.Status.Predictions;
        int stalls = last.Status.Stalls - first.Status.Stalls;
        string measured = $"p50 {Figures.Short(last.Status.LateP50)}, p99 {Figures.Short(last.Status.LateP99)}, "
            + $"max {Figures.Short(last.Status.LateMax)} ms; {late} of {played} over 1 ms, {stalls} stalls";
        return new Bar(
            $"lateness, {(run.IsRealTime ? "with" : "without")} real-time priority", measured,
            "at most 1 % over 1 ms, no stall",
            run.IsRealTime ? played > 0 && late <= MostLateShare * played && stalls == 0 : null);
    }

    /// <summary>Something that fills up or piles up would make the second half later than the first.</summary>
    private static Bar LatenessOverTime(SoakRun run)
    {
        SoakReading middle = run.Readings[run.Readings.Count / 2];
        int before = middle.Status.Late - run.Readings[0].Status.Late;
        int after = run.Readings[^1].Status.Late - middle.Status.Late;
        return new Bar(
            "lateness over time", $"over 1 ms: {before} in the first half, {after} in the second",
            "the second no more than twice the first, and 20", run.IsRealTime ? after <= 2 * before + 20 : null);
    }

    private static Bar NoGrowth(string what, int first, int last) =>
        new(what, $"{first}, in the end {last}", "no more in the end", last <= first);

    private static Bar None(string what, string measured, bool passed) => new(what, measured, "none", passed);

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
