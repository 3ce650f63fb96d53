using Impsy.Hardware.Net;

namespace Impsy.Hardware.Tests.Net;

public sealed class KernelStampTests
{
    private const long Monotonic = 5_000_000_000;
    private const long Wall = 1_700_000_000_000_000_000;
    private const long Hour = 3_600_000_000_000;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(20_000, 20_000)]
    [InlineData(100_000_000, 100_000_000)]
    [InlineData(100_000_001, 100_000_000)] // older than believable
    [InlineData(-1, 0)]                    // from the future
    public void The_age_of_a_stamp_is_taken_from_the_monotonic_clock(long age, long believed) =>
        Assert.Equal(Monotonic - believed, KernelStamp.ToMonotonic(Monotonic, Wall, Wall - age));

    [Theory]
    [InlineData(5 * Hour)]
    [InlineData(-5 * Hour)]
    public void A_step_of_the_wall_clock_moves_no_packet(long step) =>
        Assert.Equal(Monotonic - 20_000, KernelStamp.ToMonotonic(Monotonic, Wall + step, Wall + step - 20_000));

    [Theory]
    [InlineData(5 * Hour, 100_000_000)]
    [InlineData(-5 * Hour, 0)]
    public void A_step_before_reading_moves_that_packet_by_a_tenth_of_a_second_at_most(long step, long moved) =>
        Assert.Equal(Monotonic - moved, KernelStamp.ToMonotonic(Monotonic, Wall + step, Wall - 20_000));
}
