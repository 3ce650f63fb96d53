using Impsy.TestSupport;

namespace Impsy.Inference.Tests;

public class RandomWalkTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(9, 1)]
    [InlineData(65, 10)]
    [InlineData(9, 0)]
    [InlineData(9, 0.01f)]
    public void It_turns_knobs_like_a_hand(int dimension, float sigma)
    {
        using RandomWalk walk = new(dimension, seed: 3);
        float[] current = [.. walk.Metadata.Start];
        float[] next = new float[dimension];
        int single = 0;
        HashSet<int> touched = [];
        for (int i = 0; i < 3000; i++)
        {
            walk.Predict(current, new Temperatures(sigma, 1), next);
            Assert.InRange(next[0], 0.02f, 0.2f);
            int[] moved = [.. Enumerable.Range(1, dimension - 1).Where(d => next[d] != current[d])];
            Assert.InRange(moved.Length, 0, 2);
            Assert.All(moved, d => Assert.InRange(next[d], 0, 1));
            Assert.All(moved, d => Assert.InRange(MathF.Abs(next[d] - current[d]), 0.007f, 0.25f));
            single += moved.Length == 1 ? 1 : 0;
            touched.UnionWith(moved);
            next.CopyTo(current, 0);
        }
        Assert.InRange(single, 2400, 3000);
        Assert.InRange(touched.Count, Math.Min(dimension - 1, 40), dimension - 1);
    }

    [Fact]
    public void It_goes_on_from_where_the_player_left_the_knobs()
    {
        using RandomWalk walk = new(9, seed: 1);
        float[] current = [0.1f, 0, 1, 0.25f, 0.5f, 0.75f, 7, float.NaN, -1];
        float[] next = new float[9];
        walk.Predict(current, new Temperatures(1, 1), next);
        float[] expected = [0, 0, 1, 0.25f, 0.5f, 0.75f, 1, 64f / 127, 0];
        Assert.InRange(Enumerable.Range(1, 8).Count(d => next[d] != expected[d]), 0, 2);
        Assert.All(next, value => Assert.InRange(value, 0, 1));
    }

    [Fact]
    public void The_same_seed_walks_the_same_way_and_allocates_nothing()
    {
        using RandomWalk first = new(9, seed: 4);
        using RandomWalk second = new(9, seed: 4);
        float[] a = [.. first.Metadata.Start];
        float[] b = [.. first.Metadata.Start];
        for (int i = 0; i < 500; i++)
        {
            first.Predict(a, new Temperatures(1, 1), a);
            second.Predict(b, new Temperatures(1, 1), b);
            Assert.Equal(a, b);
        }
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 10_000; i++)
                first.Predict(a, new Temperatures(1, 1), a);
        }));
    }

    [Fact]
    public void It_says_that_it_is_no_network()
    {
        using RandomWalk walk = new(9, seed: 1);
        Assert.Equal("9d, random walk", walk.Metadata.Describe());
    }
}
