using Impsy.Daemon.Timing;

namespace Impsy.Daemon.Tests.Timing;

public class SpscRingTests
{
    [Fact]
    public void A_full_ring_refuses_and_a_read_makes_room()
    {
        SpscRing<int> ring = new(4);
        Assert.Equal([true, true, true, true, false], Enumerable.Range(0, 5).Select(i => ring.TryWrite(i)));
        Assert.True(ring.TryRead(out int first));
        Assert.Equal(0, first);
        Assert.True(ring.TryWrite(9));
        Assert.Equal([1, 2, 3, 9], Drain(ring));
    }

    [Fact]
    public void The_head_is_seen_in_place_until_it_is_given_back()
    {
        SpscRing<int> ring = new(2);
        Assert.False(ring.TryPeek());
        ring.TryWrite(7);
        Assert.True(ring.TryPeek());
        Assert.Equal(7, ring.Head);
        Assert.Equal(7, ring.Head);
        ring.Advance();
        Assert.False(ring.TryPeek());
    }

    [Theory]
    [InlineData(0), InlineData(3), InlineData(-4)]
    public void A_capacity_must_be_a_power_of_two(int capacity) =>
        Assert.ThrowsAny<ArgumentException>(() => new SpscRing<int>(capacity));

    /// <summary>Each item is two longs that must agree, so a torn or early read shows.</summary>
    [Fact]
    public void Two_threads_pass_two_million_items_in_order_and_whole()
    {
        const int Count = 2_000_000;
        SpscRing<(long Number, long Complement)> ring = new(64);
        Thread writer = new(() =>
        {
            for (long i = 0; i < Count; i++)
            {
                while (!ring.TryWrite((i, ~i)))
                    Thread.Yield();
            }
        });
        writer.Start();
        long expected = 0;
        long wrong = 0;
        while (expected < Count)
        {
            if (!ring.TryRead(out (long Number, long Complement) item))
            {
                Thread.Yield();
                continue;
            }
            if (item.Number != expected || item.Complement != ~expected)
                wrong++;
            expected++;
        }
        writer.Join();
        Assert.Equal(0, wrong);
        Assert.False(ring.TryPeek());
    }

    private static List<int> Drain(SpscRing<int> ring)
    {
        List<int> items = [];
        while (ring.TryRead(out int item))
            items.Add(item);
        return items;
    }
}
