using System.Globalization;
using Impsy.TestSupport;

namespace Impsy.Inference.Tests;

public class EventSurpriseTests
{
    private static readonly ModelMetadata s_metadata = new()
    {
        Dimension = 2,
        Layers = 1,
        Units = 1,
        Mixtures = 1,
        Start = [0, 0],
    };

    // By hand: deviation 1, mean at the event; P(|N| < 0.005) * P(|N| < 10/254), from the density at 0.
    [Fact]
    public void An_event_at_the_mean_costs_the_mass_of_its_bin()
    {
        float[] head = [0.5f, 5, 0, 0, 0];
        double expected = -Math.Log2(0.01 * 0.398942280) - Math.Log2(20 / 254.0 * 0.398942280 * (1 - 0.00155 / 6));
        Assert.Equal(expected, new EventSurprise(s_metadata).Bits(head, [0, 0], [0.05f, 0.5f]), 4);
    }

    // ln(dt) is standard normal around ln(1 s): the bin of 1 s is 0.001 wide there, too.
    [Fact]
    public void A_logarithmic_dt_costs_the_mass_of_its_bin_in_seconds()
    {
        ModelMetadata metadata = s_metadata with { DtLog = true };
        float[] head = [0, 5, 9, 0, 0]; // elu(9) + 1: a deviation of 10, which is 1 unscaled
        double control = new EventSurprise(s_metadata).Bits([0.5f, 5, 0, 0, 0], [0, 0], [0.05f, 0.5f]) +
            Math.Log2(0.01 * 0.398942280);
        double bits = new EventSurprise(metadata).Bits(head, [0, 0], [1, 0.5f]);
        Assert.Equal(-Math.Log2(0.001 * 0.398942280) + control, bits, 4);
        Assert.InRange(new EventSurprise(metadata).Bits(head, [0, 0], [0, 0.5f]), 0, 200); // down to ln 0
    }

    /// <summary>A model of dt alone, with one component; down to dt 0, whose bin reaches to minus infinity.</summary>
    [Fact]
    public void Logarithmic_times_cost_what_the_vectors_say()
    {
        EventSurprise surprise = new(s_metadata with { Dimension = 1, DtLog = true });
        int cases = 0;
        foreach (string line in File.ReadLines(Repository.Vector("training", "time_bins.txt")).Where(l => l[0] != '#'))
        {
            float[] numbers = [.. line.Split('|').Select(text => float.Parse(text, CultureInfo.InvariantCulture))];
            (float mean, float deviation, float expected) = (numbers[1], numbers[2], numbers[3]);
            float raw = deviation > 1 ? deviation - 1 : MathF.Log(deviation); // elu + 1 gives this deviation
            double bits = surprise.Bits([mean, raw, 0], [0], [numbers[0]]);
            // The head is float32: a mean of 80 is known to 4e-6, an edge of a narrow bin no better. Measured 3e-5.
            Assert.Equal(expected, bits, 1e-4 * Math.Max(expected, 1));
            cases++;
        }
        Assert.Equal(99, cases);
    }

    [Fact]
    public void A_long_pause_is_judged_as_the_longest_dt()
    {
        float[] head = [50, 5, 0, 0, 0];
        EventSurprise surprise = new(s_metadata);
        Assert.Equal(surprise.Bits(head, [0, 0], [5, 0.5f]), surprise.Bits(head, [0, 0], [434, 0.5f]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(float.NaN)]
    public void The_impossible_costs_two_hundred_bits(float mean) => Assert.Equal(
        200, new EventSurprise(s_metadata).Bits([mean, 5, -30, -30, 0], [0, 0], [5, 0.9f]));
}
