using System.Globalization;
using Impsy.TestSupport;
using Impsy.TrainerCli.Models;
using Impsy.TrainerCli.Training;
using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Tests.Training;

public class EventCodingTests
{
    private static readonly EventCoding s_log = EventCoding.OfLogTime(residual: true);

    /// <summary>The bins that training learns, through every kernel, against the definition.</summary>
    [Fact]
    public void Training_holds_a_logarithmic_time_for_as_likely_as_the_vectors_say()
    {
        HeadLayout layout = new(Dimension: 1, Mixtures: 1);
        MixtureScoring scoring = new(true, EventCoding.HalfControl, Floor: 0, LeastLog: -300, GradientScale: 0);
        IKernels[] all = [new PlainKernels(), .. KernelChoice.All];
        int cases = 0;
        foreach (string line in File.ReadLines(Repository.Vector("training", "time_bins.txt")).Where(l => l[0] != '#'))
        {
            float[] numbers = [.. line.Split('|').Select(text => float.Parse(text, CultureInfo.InvariantCulture))];
            (float mean, float deviation, float expected) = (numbers[1], numbers[2], numbers[3]);
            float[] head = new float[layout.Columns];
            head[0] = mean;
            head[layout.Deviations] = deviation > 1 ? deviation - 1 : MathF.Log(deviation);
            (float middle, float half) = s_log.TimeBin(numbers[0]);
            foreach (IKernels kernels in all)
            {
                float[] logs = new float[1];
                MixtureTargets targets = new() { Values = [middle], DtHalves = [half], Weights = [1] };
                kernels.Score(layout, scoring, head, new float[layout.Columns], targets, logs);
                // The middle is float32, too: known to 4e-6, which is 1e-5 of the narrowest deviation. Measured 5e-5.
                Assert.Equal(expected, -logs[0] / Math.Log(2), 2e-4 * Math.Max(expected, 1));
            }
            cases++;
        }
        Assert.Equal(99, cases);
    }

    [Theory]
    [InlineData(0.0, 0.0005)]
    [InlineData(0.0003, 0.0008)]
    [InlineData(0.02, 0.0205)]
    [InlineData(99, 5.0005)]
    public void The_bin_of_a_logarithm_is_that_of_the_seconds(float dt, double high)
    {
        (float middle, float half) = s_log.TimeBin(dt);
        Assert.Equal(10 * Math.Log(high), middle + half, 1e-4);
        double low = Math.Min(dt, 5) - 0.0005;
        // What reaches to zero ends where no mass is left.
        Assert.Equal(low <= 0 ? 10 * Math.Log(high) - 600 : 10 * Math.Log(low), middle - half, 1e-3);
    }

    /// <summary>By hand: uniform over the bin in seconds, then the logarithm; never below a microsecond.</summary>
    [Theory]
    [InlineData(0.02f, 0, 0.0195)]
    [InlineData(0.02f, 0.5f, 0.02)]
    [InlineData(0.02f, 0.75f, 0.02025)]
    [InlineData(0.0003f, 0.5f, 0.0004)]
    [InlineData(0.0003f, 0, 0.000001)]
    [InlineData(0, 0.001f, 0.000001)]
    [InlineData(99, 0.5f, 5)]
    public void A_time_is_drawn_uniformly_in_seconds(float dt, float uniform, double seconds) =>
        Assert.Equal(10 * Math.Log(seconds), s_log.DrawTime(dt, uniform), 1e-3);

    /// <summary>ln(seconds) around that of 18 ms; shorter than the shortest sounds like it, as in the graph.</summary>
    [Theory]
    [InlineData(0, 0.0005)]
    [InlineData(0.0002f, 0.0005)]
    [InlineData(0.0183156f, 0.0183156)]
    [InlineData(5, 5)]
    [InlineData(434, 5)]
    public void What_is_heard_of_a_time_is_its_logarithm(float dt, double heard) =>
        Assert.Equal(Math.Log(heard) + 4, s_log.HearTime(dt), 1e-5);

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 5)]
    [InlineData(false, 5)]
    public void A_first_layer_that_is_folded_hears_scaled_values_as_before(bool logTime, float controlOffset)
    {
        EventCoding coding = new(logTime, Residual: true, logTime ? 0.1f : 5, controlOffset);
        LstmWeights layer = new([0.3f, 1, -0.2f, 2, 0.7f, 3, 0.1f, 4], new float[4], [0.1f, 0.2f, 0.3f, 0.4f]);
        LstmWeights folded = new([.. layer.Kernel], layer.Recurrent, [.. layer.Bias]);
        coding.FoldInto(folded, dimension: 2);
        foreach (float dt in new[] { 0.0005f, 0.02f, 5 })
        {
            float scaled = 10 * (logTime ? MathF.Log(dt) : dt);
            for (int row = 0; row < 4; row++)
            {
                double before = layer.Bias[row] + layer.Kernel[2 * row] * coding.HearTime(dt) +
                    layer.Kernel[2 * row + 1] * coding.HearControl(0.75f);
                double after = folded.Bias[row] + folded.Kernel[2 * row] * scaled + folded.Kernel[2 * row + 1] * 7.5f;
                Assert.Equal(before, after, 1e-5);
            }
        }
        Assert.Equal([1f, 2, 3, 4], folded.Kernel.Where((_, i) => i % 2 == 1)); // those of the control
    }
}
