using Impsy.Hardware.Alsa;

namespace Impsy.Hardware.Tests.Alsa;

public sealed class QueueClockTests
{
    private const long Second = 1_000_000_000;
    private const long Millisecond = 1_000_000;

    [Fact]
    public void A_stamp_is_moved_by_what_lies_between_the_clocks()
    {
        QueueClock clock = default;
        clock.Update(100 * Second - 2000, 7 * Second, 100 * Second + 2000);
        long now = 100 * Second + 9 * Millisecond;
        Assert.Equal(100 * Second + 5 * Millisecond, clock.ToMonotonic(7 * Second + 5 * Millisecond, now, 0));
    }

    [Fact]
    public void A_stamp_is_never_in_the_future_and_never_older_than_100_ms()
    {
        QueueClock clock = default;
        clock.Update(100 * Second, 7 * Second, 100 * Second);
        long now = 101 * Second;
        Assert.Equal(
            [now, now, now - 1, now - 100 * Millisecond, now - 100 * Millisecond],
            ((long[])[9 * Second, 8 * Second, 8 * Second - 1, 8 * Second - 100 * Millisecond, 0])
                .Select(stamp => clock.ToMonotonic(stamp, now, 0)));
    }

    [Fact]
    public void Before_the_first_reading_an_event_happens_when_it_is_read() =>
        Assert.Equal(42, default(QueueClock).ToMonotonic(7, 42, 0));

    [Fact]
    public void The_offset_is_due_at_once_and_after_every_second()
    {
        QueueClock clock = default;
        Assert.True(clock.IsDue(0));
        clock.Update(10 * Second, 0, 10 * Second);
        Assert.Equal(
            [false, false, true],
            ((long[])[10 * Second, 11 * Second - 1, 11 * Second]).Select(now => clock.IsDue(now)));
    }

    [Theory]
    [InlineData(-3_000_000)] // ns in a second: fast
    [InlineData(-50_000)]
    [InlineData(50_000)] // slow
    [InlineData(900_000)]
    public void A_queue_that_drifts_is_followed(long late)
    {
        QueueClock clock = default;
        for (long second = 0; second < 100; second++)
        {
            long monotonic = second * Second;
            long queue = second * (Second - late);
            clock.Update(monotonic, queue, monotonic);
            Assert.Equal(monotonic, clock.ToMonotonic(queue, monotonic + Millisecond, 0));
        }
    }

    [Fact]
    public void A_reading_after_a_late_tick_is_not_believed()
    {
        QueueClock clock = default;
        clock.Update(0, 0, 0);
        clock.Update(Second, Second - 20 * Millisecond, Second);
        long happened = Second + 5 * Millisecond;
        Assert.InRange(clock.ToMonotonic(happened, Second + 90 * Millisecond, 0), happened, happened + Millisecond);
    }

    [Fact]
    public void A_first_reading_after_a_late_tick_is_mended_by_the_next()
    {
        QueueClock clock = default;
        clock.Update(0, -20 * Millisecond, 0);
        clock.Update(Second, Second, Second);
        Assert.Equal(Second + 5, clock.ToMonotonic(Second + 5, Second + 9, 0));
    }

    [Fact]
    public void A_stamp_is_never_older_than_the_last_look_that_found_nothing()
    {
        QueueClock clock = default;
        clock.Update(0, 0, 0);
        Assert.Equal(
            [Second - 3, Second - 5, Second - 9, Second],
            [
                clock.ToMonotonic(Second - 3, Second, Second - 5),
                clock.ToMonotonic(Second - 9, Second, Second - 5),
                clock.ToMonotonic(Second - 9, Second, Second - 10),
                clock.ToMonotonic(Second - 9, Second, Second + 1),
            ]);
    }
}
