using System.Diagnostics;
using Impsy.Hardware.Linux;

namespace Impsy.Hardware.Tests.Linux;

public sealed class MonotonicClockTests
{
    [Fact]
    public void It_never_goes_back()
    {
        long last = MonotonicClock.Now();
        for (int i = 0; i < 1_000_000; i++)
        {
            long now = MonotonicClock.Now();
            Assert.True(now >= last, $"{now} after {last}");
            last = now;
        }
    }

    // The framework's stopwatch reads CLOCK_MONOTONIC in nanoseconds too, but does not promise it.
    [Fact]
    public void It_counts_nanoseconds_of_the_same_clock_as_the_framework()
    {
        Assert.Equal(MonotonicClock.NanosecondsPerSecond, Stopwatch.Frequency);
        long before = Stopwatch.GetTimestamp();
        long now = MonotonicClock.Now();
        Assert.InRange(now, before, Stopwatch.GetTimestamp());
    }

    [Fact]
    public void The_wall_clock_counts_nanoseconds_since_1970()
    {
        long before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        long now = MonotonicClock.WallNow() / 1_000_000;
        long after = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        Assert.InRange(now, Math.Min(before, after), Math.Max(before, after));
    }
}
