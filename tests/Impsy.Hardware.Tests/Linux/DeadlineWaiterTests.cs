using Impsy.Hardware.Linux;
using Impsy.TestSupport;

namespace Impsy.Hardware.Tests.Linux;

public sealed class DeadlineWaiterTests
{
    private const long Millisecond = 1_000_000;
    private const long Hour = 3600 * MonotonicClock.NanosecondsPerSecond;

    [Fact]
    public void It_returns_when_the_deadline_has_come()
    {
        using EventFd bell = new();
        using DeadlineWaiter waiter = new(bell);
        using Timer unstick = Unstick(bell);
        long deadline = MonotonicClock.Now();
        int early = 0;
        for (int i = 0; i < 50; i++)
        {
            deadline += Millisecond;
            waiter.WaitUntil(deadline);
            early += MonotonicClock.Now() < deadline ? 1 : 0;
        }
        Assert.InRange(early, 0, 5); // a signal may end a wait early, now and then; the timer never does
    }

    [Fact]
    public void A_deadline_in_the_past_returns_at_once_however_often()
    {
        using EventFd bell = new();
        using DeadlineWaiter waiter = new(bell);
        using Timer unstick = Unstick(bell);
        long past = MonotonicClock.Now() - Millisecond;
        foreach (long deadline in (long[])[1, past, past, past, 1, past])
            waiter.WaitUntil(deadline);
        Assert.False(bell.Wait(0));
    }

    [Fact]
    public void A_bell_wakes_it_early_and_is_cleared()
    {
        using EventFd bell = new();
        using DeadlineWaiter waiter = new(bell);
        using Timer unstick = Unstick(bell);
        long deadline = MonotonicClock.Now() + Hour;
        bell.Ring(); // before
        waiter.WaitUntil(deadline);
        Assert.False(bell.IsRung);
        bool rung = false;
        Thread ringer = new(() =>
        {
            Thread.Sleep(20);
            Volatile.Write(ref rung, true);
            bell.Ring(); // while it waits, most likely
        });
        ringer.Start();
        while (!Volatile.Read(ref rung)) // a signal may end a wait early
            waiter.WaitUntil(deadline);
        ringer.Join();
        Assert.True(MonotonicClock.Now() < deadline);
    }

    [Fact]
    public void A_deadline_survives_a_wake_by_the_bell()
    {
        using EventFd bell = new();
        using DeadlineWaiter waiter = new(bell);
        using Timer unstick = Unstick(bell);
        long deadline = MonotonicClock.Now() + 20 * Millisecond;
        bell.Ring();
        waiter.WaitUntil(deadline);
        while (MonotonicClock.Now() < deadline)
            waiter.WaitUntil(deadline);
        waiter.WaitUntil(deadline); // also when it is over: it is not armed for nothing
    }

    [Fact]
    public void An_earlier_deadline_replaces_a_later_one()
    {
        using EventFd bell = new();
        using DeadlineWaiter waiter = new(bell);
        using Timer unstick = Unstick(bell);
        bell.Ring();
        waiter.WaitUntil(MonotonicClock.Now() + Hour);
        long soon = MonotonicClock.Now() + Millisecond;
        while (MonotonicClock.Now() < soon)
            waiter.WaitUntil(soon);
        Assert.False(bell.IsRung);
    }

    [Fact]
    public void Waiting_allocates_nothing()
    {
        using EventFd bell = new();
        using DeadlineWaiter waiter = new(bell);
        using Timer unstick = Unstick(bell);
        waiter.WaitUntil(1); // the first call compiles
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 1000; i++)
                waiter.WaitUntil(MonotonicClock.Now());
        }));
    }

    // A wait that would not end is ended after half a minute, again and again, so that a broken waiter fails its test
    // instead of holding up all the others.
    private static Timer Unstick(EventFd bell) => new(_ => bell.Ring(), null, 30_000, 1);
}
