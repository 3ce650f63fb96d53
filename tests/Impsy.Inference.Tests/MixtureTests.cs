using System.Globalization;
using Impsy.TestSupport;

namespace Impsy.Inference.Tests;

public class MixtureTests
{
    public static TheoryData<float, float> BrokenLogits => new()
    {
        { float.NaN, 0 }, { 0, float.NaN }, { float.PositiveInfinity, 0 },
        { float.NegativeInfinity, float.NegativeInfinity },
    };

    [Fact]
    public void Draws_match_the_golden_vectors()
    {
        double worst = 0;
        int draws = 0;
        foreach (string line in File.ReadLines(Repository.Vector("mixture", "mixture.txt")).Where(l => l[0] != '#'))
        {
            float[][] columns = [.. line.Split('|').Select(Numbers)];
            float[] setting = columns[0];
            ModelMetadata metadata = Metadata((int)setting[0], (int)setting[1]) with
            {
                Residual = setting[2] == 1,
                DtLog = setting[3] == 1,
                Grid = (int)setting[4],
                Scale = setting[5],
                Floor = setting[6],
                DtMax = setting[7],
            };
            float[] next = new float[metadata.Dimension];
            Temperatures temperatures = new(Sigma: setting[9], Pi: setting[8]);
            Assert.True(new Mixture(metadata)
                .TrySample(columns[1], columns[2], temperatures, setting[10], columns[3], next));
            Assert.Equal(columns[4].Length, next.Length);
            for (int i = 0; i < next.Length; i++)
                worst = Math.Max(worst, Math.Abs(next[i] - columns[4][i]));
            draws++;
        }
        Assert.Equal(48, draws);
        Assert.InRange(worst, 0, 2e-6); // float against double; logarithmic dt up to 5 s take an exponential
    }

    [Fact]
    public void A_mean_is_itself_at_sigma_zero_even_where_the_deviation_is_infinite()
    {
        float[] head = [1, 5, float.PositiveInfinity, float.PositiveInfinity, 0];
        float[] next = new float[2];
        Assert.True(new Mixture(Metadata(2, 1)).TrySample(head, [0, 0], new Temperatures(0, 1), 0.5f, [3, -3], next));
        Assert.Equal([0.1f, 0.5f], next);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(-1)]
    public void A_temperature_that_makes_no_sense_is_zero(float temperature)
    {
        float[] head = [1, 5, 2, 6, 1, 1, 1, 1, 0, 0.5f]; // the second component is likelier
        float[] next = new float[2];
        Temperatures temperatures = new(temperature, temperature);
        Assert.True(new Mixture(Metadata(2, 2)).TrySample(head, [0, 0], temperatures, 0.1f, [3, -3], next));
        Assert.Equal([0.2f, 0.6f], next);
    }

    [Theory]
    [MemberData(nameof(BrokenLogits))]
    public void Broken_logits_give_no_event(float first, float second)
    {
        float[] head = [1, 5, 1, 5, 1, 1, 1, 1, first, second];
        Assert.False(new Mixture(Metadata(2, 2))
            .TrySample(head, [0, 0], new Temperatures(1, 1), 0.5f, [0, 0], new float[2]));
        Assert.False(new Mixture(Metadata(2, 2))
            .TrySample(head, [0, 0], new Temperatures(1, 0), 0.5f, [0, 0], new float[2]));
    }

    [Theory]
    [InlineData(float.NaN, 1)]
    [InlineData(float.PositiveInfinity, 1)]
    [InlineData(1, float.NaN)]
    [InlineData(1, float.PositiveInfinity)]
    public void A_broken_component_gives_no_event(float mean, float raw)
    {
        float[] head = [1, mean, 1, raw, 0];
        Assert.False(new Mixture(Metadata(2, 1))
            .TrySample(head, [0, 0], new Temperatures(1, 1), 0.5f, [1, 1], new float[2]));
    }

    [Theory]
    [InlineData(127, 0.503937f)] // 63.5 goes up
    [InlineData(128, 0.5f)]
    [InlineData(0, 0.5f)]
    public void Half_a_step_is_rounded_away_from_zero(int grid, float expected)
    {
        float[] next = new float[2];
        ModelMetadata metadata = Metadata(2, 1) with { Grid = grid };
        Assert.True(new Mixture(metadata)
            .TrySample([1, 5, 0, 0, 0], [0, 0], new Temperatures(0, 0), 0, [0, 0], next));
        Assert.Equal(expected, next[1], 6);
    }

    [Fact]
    public void The_same_seed_gives_the_same_events_and_temperatures_do_not_shift_the_randomness()
    {
        ModelMetadata metadata = Metadata(9, 3);
        float[] head = [.. Enumerable.Range(0, metadata.HeadLength).Select(i => 5 * MathF.Sin(i))];
        Assert.Equal(Draw(3, 1), Draw(3, 1));
        Assert.NotEqual(Draw(3, 1), Draw(4, 1));
        Assert.Equal(Draw(3, 1)[9..], Draw(3, 0)[9..]); // only the first of the two draws was at another sigma

        float[] Draw(int seed, float firstSigma)
        {
            MixtureSampler sampler = new(metadata, seed);
            float[] events = new float[18];
            Assert.True(sampler.TrySample(head, new float[9], new Temperatures(firstSigma, 1), events.AsSpan(0, 9)));
            Assert.True(sampler.TrySample(head, new float[9], new Temperatures(1, 1), events.AsSpan(9)));
            return events;
        }
    }

    // 40,000 draws of a unit normal: the mean is known to 0.005, the variance to 0.007 (one standard error).
    [Fact]
    public void Normals_have_mean_zero_and_variance_one()
    {
        Random random = new(11);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < 20_000; i++)
        {
            (float first, float second) = MixtureSampler.NormalPair(random);
            sum += first + second;
            squares += first * first + second * second;
        }
        Assert.InRange(sum / 40_000, -0.02, 0.02);
        Assert.InRange(squares / 40_000, 0.97, 1.03);
    }

    private static ModelMetadata Metadata(int dimension, int mixtures) => new()
    {
        Dimension = dimension,
        Layers = 1,
        Units = 1,
        Mixtures = mixtures,
        Start = [.. new float[dimension]],
    };

    private static float[] Numbers(string text) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(number => float.Parse(number, CultureInfo.InvariantCulture)),
    ];
}
