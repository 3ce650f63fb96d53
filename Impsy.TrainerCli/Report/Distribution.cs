using Impsy.Inference.Performances;

namespace Impsy.TrainerCli.Report;

/// <summary>How often a value of events lies in which bin. Immutable.</summary>
/// <param name="Edges">Ascending; what lies beyond them counts into the outer bins.</param>
/// <param name="Shares">One fewer; they add up to 1, or are all 0.</param>
internal sealed record Distribution(IReadOnlyList<double> Edges, IReadOnlyList<double> Shares)
{
    private const double ShortestTime = 0.0005; // s
    private const int TimeBins = 40;
    private const int ValueBins = 32;

    /// <summary>How much two of them have in common: 0 nothing, 1 all.</summary>
    /// <param name="other">With the same edges.</param>
    public double Common(Distribution other) => Shares.Zip(other.Shares, Math.Min).Sum();

    /// <summary>Of the times between events, in bins that are each as many times longer than the one before.</summary>
    /// <param name="dtMax">Seconds; longer pauses count as this.</param>
    public static Distribution OfTime(IReadOnlyList<Take> takes, double dtMax)
    {
        double ratio = Math.Pow(dtMax / ShortestTime, 1.0 / TimeBins);
        double[] edges = [.. Enumerable.Range(0, TimeBins + 1).Select(i => ShortestTime * Math.Pow(ratio, i))];
        return Of(takes, 0, edges, value =>
            (int)(Math.Log(Math.Max(value, ShortestTime) / ShortestTime) / Math.Log(ratio)));
    }

    /// <summary>Of where a control stood after each event.</summary>
    public static Distribution OfControl(IReadOnlyList<Take> takes, int control)
    {
        double[] edges = [.. Enumerable.Range(0, ValueBins + 1).Select(i => (double)i / ValueBins)];
        return Of(takes, control, edges, value => (int)(ValueBins * value));
    }

    private static Distribution Of(IReadOnlyList<Take> takes, int index, double[] edges, Func<float, int> bin)
    {
        long[] counts = new long[edges.Length - 1];
        foreach (Take take in takes)
        {
            for (int row = 1; row < take.RowCount; row++)
                counts[Math.Clamp(bin(take.Rows[row * take.Dimension + index]), 0, counts.Length - 1)]++;
        }
        double total = Math.Max(counts.Sum(), 1);
        return new Distribution(edges, [.. counts.Select(count => count / total)]);
    }
}
