using Impsy.Daemon.Timing;

namespace Impsy.Daemon.Tests.Timing;

public class LatestSlotTests
{
    [Fact]
    public void A_newer_item_replaces_an_unread_one_and_is_taken_once()
    {
        LatestSlot<int> slot = new();
        Assert.False(slot.TryTake());
        slot.Write(1);
        slot.Write(2);
        Assert.True(slot.TryTake());
        Assert.Equal(2, slot.Front);
        Assert.False(slot.TryTake());
        Assert.Equal(2, slot.Front);
    }

    [Fact]
    public void Across_threads_items_are_whole_and_never_older_than_the_last()
    {
        LatestSlot<(long A, long B, long C)> slot = new();
        const int Count = 1_000_000;
        Thread writer = new(() =>
        {
            for (long i = 1; i <= Count; i++)
                slot.Write((i, ~i, i * 3));
        });
        writer.Start();
        long last = 0;
        int wrong = 0;
        while (last < Count)
        {
            if (!slot.TryTake())
            {
                Thread.Yield();
                continue;
            }
            (long a, long b, long c) = slot.Front;
            if (a <= last || b != ~a || c != a * 3)
                wrong++;
            last = a;
        }
        writer.Join();
        Assert.Equal(0, wrong);
    }
}
