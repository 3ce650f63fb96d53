using Impsy.Daemon.Timing;

namespace Impsy.Daemon.Tests.Timing;

public class LatenessHistogramTests
{
    [Fact]
    public void Percentiles_are_at_most_a_sixteenth_too_high_and_never_too_low()
    {
        Random random = new(7);
        long[] values = [.. Enumerable.Range(0, 20_000).Select(_ => (long)Math.Pow(10, random.NextDouble() * 10))];
        LatenessHistogram histogram = new();
        foreach (long value in values)
            histogram.Record(value);
        Array.Sort(values);
        foreach (double share in new[] { 0.001, 0.5, 0.9, 0.99, 0.999, 1 })
        {
            long exact = values[(int)Math.Ceiling(share * values.Length) - 1];
            long told = histogram.Percentile(share);
            Assert.InRange(told, exact, exact + exact / 16 + 1);
        }
        Assert.Equal(values[^1], histogram.Max);
        Assert.Equal(values.Count(v => v > 1_000_000), histogram.Late);
        Assert.Equal(20_000, histogram.Total);
    }

    [Fact]
    public void Small_values_are_exact_and_an_empty_one_says_0()
    {
        LatenessHistogram histogram = new();
        Assert.Equal(0, histogram.Percentile(0.5));
        foreach (long value in new long[] { -5, 0, 1, 15, 16, 17, 31, 32 })
            histogram.Record(value);
        Assert.Equal(15, histogram.Percentile(0.5));
        Assert.Equal(32, histogram.Percentile(1));
    }

    [Fact]
    public void The_largest_value_has_a_bucket()
    {
        LatenessHistogram histogram = new();
        histogram.Record(long.MaxValue);
        Assert.Equal(long.MaxValue, histogram.Percentile(0.5));
    }
}
