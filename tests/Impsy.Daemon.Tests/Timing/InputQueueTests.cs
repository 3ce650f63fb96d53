using Impsy.Daemon.Engine;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Tests.Timing;

public class InputQueueTests
{
    [Fact]
    public void When_the_ring_is_full_the_newest_position_waits_behind_it()
    {
        using EventFd bell = new();
        InputQueue queue = new(bell, capacity: 4);
        for (int i = 1; i <= 10; i++)
            queue.Write(PlayerInput.Whole(i, [i / 100f, i / 50f]));
        Assert.Equal(["1: 0.01 0.02", "2: 0.02 0.04", "3: 0.03 0.06", "4: 0.04 0.08", "10: 0.1 0.2"], Drain(queue));
        Assert.Equal(6, queue.Overflowed);
    }

    [Fact]
    public void Single_controls_that_overflow_are_merged_so_that_each_keeps_its_newest_value()
    {
        using EventFd bell = new();
        InputQueue queue = new(bell, capacity: 1);
        queue.Write(PlayerInput.Single(1, 0, 0.1f));
        queue.Write(PlayerInput.Single(2, 1, 0.2f));
        queue.Write(PlayerInput.Single(3, 2, 0.3f));
        queue.Write(PlayerInput.Single(4, 1, 0.4f));
        Assert.Equal(["1: 0.1 - -", "4: - 0.4 0.3"], Drain(queue, 3));
    }

    [Fact]
    public void While_the_slot_is_occupied_nothing_overtakes_it_through_the_ring()
    {
        using EventFd bell = new();
        InputQueue queue = new(bell, capacity: 1);
        queue.Write(PlayerInput.Whole(1, [0.1f]));
        queue.Write(PlayerInput.Whole(2, [0.2f]));
        Assert.True(queue.TryPeek());
        queue.Advance(); // the ring has room again, but 2 still waits in the slot
        queue.Write(PlayerInput.Whole(3, [0.3f]));
        Assert.Equal(["3: 0.3"], Drain(queue, 1));
        queue.Write(PlayerInput.Whole(4, [0.4f]));
        Assert.Equal(["4: 0.4"], Drain(queue, 1));
    }

    /// <summary>Real threads, a ring that is nearly always full: time never runs backwards, and the end is right.</summary>
    [Fact]
    public void Under_a_flood_positions_come_in_order_and_the_last_one_always_arrives()
    {
        const int Count = 300_000;
        using EventFd bell = new();
        InputQueue queue = new(bell, capacity: 8);
        Random random = new(20261122);
        Thread writer = new(() =>
        {
            for (int i = 1; i <= Count; i++)
            {
                // Sometimes a whole vector, sometimes one control; every value tells its time.
                queue.Write(random.Next(4) == 0
                    ? PlayerInput.Whole(i, [(float)i / Count, (float)i / Count])
                    : PlayerInput.Single(i, i & 1, (float)i / Count));
                if (random.Next(50) == 0)
                    Thread.Yield();
            }
            queue.Write(PlayerInput.Whole(Count + 1, [1, 1]));
        });
        writer.Start();
        float[] hands = new float[2];
        long last = 0;
        int backwards = 0;
        int seen = 0;
        while (last <= Count)
        {
            if (!queue.TryPeek())
            {
                bell.Wait(100);
                continue;
            }
            PlayerInput input = queue.Head;
            queue.Advance();
            seen++;
            if (input.Time < last)
                backwards++;
            last = input.Time;
            for (int c = 0; c < 2; c++)
            {
                if ((input.Sent >> c & 1) == 0)
                    continue;
                if (input.Values[c] < hands[c])
                    backwards++;
                hands[c] = input.Values[c];
            }
        }
        writer.Join();
        Assert.Equal(0, backwards);
        Assert.Equal([1f, 1f], hands);
        Assert.True(queue.Overflowed > 0 || seen == Count + 1, "neither overflow nor everything");
    }

    private static List<string> Drain(InputQueue queue, int controls = 2)
    {
        List<string> items = [];
        while (queue.TryPeek())
        {
            PlayerInput head = queue.Head;
            IEnumerable<string> values = Enumerable.Range(0, controls).Select(i => (head.Sent >> i & 1) == 0
                ? "-"
                : head.Values[i].ToString("0.##", System.Globalization.CultureInfo.InvariantCulture));
            items.Add($"{head.Time}: {string.Join(' ', values)}");
            queue.Advance();
        }
        return items;
    }

    [Fact]
    public void A_note_off_that_finds_no_room_lets_go_of_everything()
    {
        using EventFd bell = new();
        InputQueue queue = new(bell, capacity: 2);
        for (int i = 0; i < 3; i++)
            queue.Write(PlayerInput.Single(i, 0, i / 10f));
        PlayerInput lift = new() { Time = 3, Lifted = 1 };
        queue.Write(lift);
        queue.Write(PlayerInput.Single(4, 1, 0.7f));
        List<PlayerInput> read = [];
        for (; queue.TryPeek(); queue.Advance())
            read.Add(queue.Head);
        Assert.Equal([(0L, false, 1UL), (1L, false, 1UL), (4L, true, 3UL)],
            read.Select(input => (input.Time, input.AllLifted, input.Sent)));
    }
}
