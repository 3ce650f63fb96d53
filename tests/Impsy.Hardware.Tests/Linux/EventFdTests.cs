using Impsy.Hardware.Linux;
using Impsy.TestSupport;

namespace Impsy.Hardware.Tests.Linux;

public sealed class EventFdTests
{
    // Milliseconds after which a ring counts as lost; a good bell never waits that long.
    private const int Lost = 30_000;

    [Fact]
    public void A_bell_that_was_not_rung_is_silent()
    {
        using EventFd bell = new();
        Assert.Equal((false, false, false), (bell.Wait(0), bell.Wait(1), bell.IsRung));
    }

    [Fact]
    public void Many_rings_are_one_wake()
    {
        using EventFd bell = new();
        for (int i = 0; i < 100; i++)
            bell.Ring();
        Assert.True(bell.IsRung);
        Assert.Equal([true, false], [bell.Wait(Lost), bell.Wait(0)]);
        Assert.False(bell.IsRung);
        bell.Ring();
        Assert.Equal([true, false], [bell.Wait(Lost), bell.Wait(0)]);
    }

    [Fact]
    public void Clearing_a_silent_bell_does_not_wait()
    {
        using EventFd bell = new();
        bell.Clear();
        bell.Ring();
        Assert.True(bell.Wait(Lost));
    }

    [Fact]
    public void A_waiting_thread_is_woken_by_another()
    {
        using EventFd bell = new();
        bool woken = false;
        Thread waiter = new(() => woken = bell.Wait(-1));
        waiter.Start();
        Thread.Sleep(20); // most likely it waits by now; the outcome is the same if it does not
        bell.Ring();
        waiter.Join();
        Assert.True(woken);
    }

    [Fact]
    public void No_ring_is_lost_while_the_bell_is_being_cleared()
    {
        const int Count = 3_000_000;
        using EventFd bell = new();
        int written = 0;
        Thread ringer = new(() =>
        {
            for (int i = 1; i <= Count; i++)
            {
                Volatile.Write(ref written, i);
                bell.Ring();
            }
        });
        ringer.Start();
        int seen = 0;
        while (seen < Count && bell.Wait(Lost))
            seen = Volatile.Read(ref written);
        ringer.Join();
        Assert.Equal(Count, seen);
    }

    [Fact]
    public void Two_threads_wake_each_other_in_turn()
    {
        const int Count = 20_000;
        using EventFd ping = new();
        using EventFd pong = new();
        int turn = 0;
        int answered = 0;
        Thread other = new(() =>
        {
            while (answered < Count && ping.Wait(Lost))
            {
                answered = Volatile.Read(ref turn);
                pong.Ring();
            }
        });
        other.Start();
        for (int i = 1; i <= Count; i++)
        {
            Volatile.Write(ref turn, i);
            ping.Ring();
            Assert.True(pong.Wait(Lost), $"turn {i}");
            Assert.Equal(i, Volatile.Read(ref answered));
        }
        other.Join();
    }

    [Fact]
    public void Ringing_and_waiting_allocate_nothing()
    {
        using EventFd bell = new();
        RingAndWait(bell); // the first call compiles
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 1000; i++)
                RingAndWait(bell);
        }));
    }

    private static void RingAndWait(EventFd bell)
    {
        bell.Ring();
        bell.Wait(Lost);
        bell.Wait(0);
    }
}
