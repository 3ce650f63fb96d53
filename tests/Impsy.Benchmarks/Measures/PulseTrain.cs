using Impsy.Benchmarks.Reporting;

namespace Impsy.Benchmarks.Measures;

/// <summary>
/// How well a train of pulses keeps to an even grid. Where the grid begins is not known from outside; a pulse is never
/// early, so it is laid through the pulse that was least late.
/// </summary>
/// <param name="Errors">How late each pulse was; one of them is 0.</param>
/// <param name="Drift">
/// Nanoseconds that the last tenth of the pulses is later than the first tenth, medians both: what single late pulses
/// do not touch, and a period that is wrong does.
/// </param>
internal sealed record PulseTrain(Samples Errors, long Drift)
{
    /// <summary>
    /// Nanoseconds: the most that medians of a hundred pulses tremble by. To sleep for 50 ms each time, not until
    /// the next deadline, would drift by a hundred times as much in a minute.
    /// </summary>
    public const long NoDrift = 100_000;

    /// <param name="stamps">Nanoseconds, in order.</param>
    /// <param name="period">Nanoseconds from pulse to pulse.</param>
    public static PulseTrain Of(IReadOnlyList<long> stamps, long period)
    {
        if (stamps.Count < 10)
            throw new ArgumentException($"{stamps.Count} pulses are too few", nameof(stamps));
        long[] offsets = [.. stamps.Select((stamp, k) => stamp - stamps[0] - k * period)];
        long earliest = offsets.Min();
        Samples errors = new(offsets.Length);
        foreach (long offset in offsets)
            errors.Add(offset - earliest);
        int tenth = offsets.Length / 10;
        return new PulseTrain(errors, Median(offsets[^tenth..]) - Median(offsets[..tenth]));
    }

    private static long Median(long[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
