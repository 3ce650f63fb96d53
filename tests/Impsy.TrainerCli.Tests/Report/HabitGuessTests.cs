using Impsy.Inference.Performances;
using Impsy.TrainerCli.Report;

namespace Impsy.TrainerCli.Tests.Report;

public class HabitGuessTests
{
    [Fact]
    public void A_blind_guess_holds_all_milliseconds_and_all_places_for_alike()
    {
        Assert.Equal(8 * Math.Log2(127) + Math.Log2(5000), HabitGuess.BlindBits(9, 5), 9);
        Assert.Equal(68.2, HabitGuess.BlindBits(9, 5), 0.05);
    }

    /// <summary>By hand: 84 bins of time up to 5 s, 255 steps; each begins with half a time.</summary>
    [Fact]
    public void The_first_events_cost_what_counting_says()
    {
        HabitGuess habits = new(dimension: 2, dtMax: 5);
        Take one = Rows([0, 0.5f, 0.010f, 0.5f]);
        double times = Bins(5);
        Assert.Equal(Math.Log2(times) + Math.Log2(255), habits.Score(one), 9);
        // Both have occurred once before.
        double again = -Math.Log2(1.5 / (1 + times / 2)) - Math.Log2(1.5 / (1 + 255 / 2.0));
        Assert.Equal(again, habits.Score(one), 9);
    }

    [Fact]
    public void What_always_occurs_costs_nearly_nothing_and_what_never_did_much()
    {
        HabitGuess habits = new(dimension: 3, dtMax: 5);
        float[] same = [0.01f, 0.5f, 0.25f];
        habits.Score(Rows([.. Enumerable.Repeat(same, 5000).SelectMany(row => row)], 3));
        Assert.InRange(habits.Score(Rows([.. same, .. same], 3)), 0, 0.1);
        Assert.InRange(habits.Score(Rows([.. same, 4f, 1, 0.25f], 3)), 25, 45);
    }

    [Fact]
    public void No_event_costs_more_than_the_impossible_does_a_model()
    {
        HabitGuess habits = new(dimension: 65, dtMax: 5);
        float[] rows = [.. Enumerable.Repeat(0f, 65 * 20_000)];
        habits.Score(Rows(rows, 65));
        float[] all = [.. Enumerable.Repeat(0f, 65), .. Enumerable.Repeat(1f, 65)];
        Assert.Equal(200, habits.Score(Rows(all, 65)));
    }

    /// <summary>Times beyond the longest count as that, and half milliseconds round to the even one.</summary>
    [Fact]
    public void Any_time_has_its_bin()
    {
        foreach (float dt in new[] { 0, 0.0004f, 0.0195f, 0.0205f, 0.5f, 4.9999f, 5, 1e9f })
            Assert.InRange(new HabitGuess(2, dtMax: 5).Score(Rows([0, 0, dt, 0])), 8, 30);
    }

    private static Take Rows(float[] rows, int dimension = 2) => new("rows", dimension, rows, hasOpening: true);

    /// <summary>Of 1 ms up to 20 ms, and from there each a tenth longer than it begins.</summary>
    private static double Bins(int seconds)
    {
        int bins = 0;
        for (int edge = 0; edge < 1000 * seconds + 1; bins++)
            edge = edge < 20 ? edge + 1 : Math.Max(edge + 1, (int)(1.1 * edge));
        return bins;
    }
}
