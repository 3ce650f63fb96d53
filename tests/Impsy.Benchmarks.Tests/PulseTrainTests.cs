using Impsy.Benchmarks.Measures;

namespace Impsy.Benchmarks.Tests;

public class PulseTrainTests
{
    private const long Period = 50_000_000;

    [Fact]
    public void One_late_pulse_is_an_error_and_no_drift()
    {
        long[] stamps = Train(1200, Period, lateness: k => k == 700 ? 3_000_000 : 20_000);
        stamps[0] -= 20_000; // one pulse is exactly on time
        PulseTrain train = PulseTrain.Of(stamps, Period);
        Assert.Equal(
            (0, 20_000, 20_000, 3_000_000),
            (train.Drift, train.Errors.Percentile(0.5), train.Errors.Percentile(0.99), train.Errors.Max));
    }

    [Fact]
    public void A_period_that_is_a_little_too_long_drifts()
    {
        PulseTrain train = PulseTrain.Of(Train(1200, Period + 1000, lateness: _ => 0), Period);
        Assert.Equal(1080 * 1000, train.Drift); // from the middle of the first tenth to the middle of the last
        Assert.Equal(1199 * 1000, train.Errors.Max);
    }

    [Fact]
    public void A_period_that_is_too_short_drifts_the_other_way() =>
        Assert.Equal(-1080 * 1000, PulseTrain.Of(Train(1200, Period - 1000, lateness: _ => 0), Period).Drift);

    [Fact]
    public void A_stall_after_which_time_begins_anew_is_drift() => Assert.Equal(
        200_000_000, PulseTrain.Of(Train(1200, Period, lateness: k => k < 600 ? 0 : 200_000_000), Period).Drift);

    private static long[] Train(int count, long period, Func<int, long> lateness) =>
        [.. Enumerable.Range(0, count).Select(k => 1_000_000_000_000 + k * period + lateness(k))];
}
