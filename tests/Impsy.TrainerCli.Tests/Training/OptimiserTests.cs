using System.Globalization;
using Impsy.TestSupport;
using Impsy.TrainerCli.Training;
using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Tests.Training;

public class OptimiserTests
{
    private const int Steps = 10;

    private static readonly double[][] s_golden =
    [
        .. File.ReadLines(Repository.Vector("training", "adamw.txt"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(['|', ' '], StringSplitOptions.RemoveEmptyEntries)
                .Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray()),
    ];

    /// <summary>
    /// PyTorch's AdamW with clipped gradients, decay on one half, and its one-cycle rates
    /// (tests/vectors/training/make_adamw.py), in float64; ours is float32, ten steps of values near 1: measured 4e-7.
    /// </summary>
    [Theory]
    [InlineData("plain")]
    [InlineData("128-bit")]
    [InlineData("256-bit")]
    [InlineData("512-bit")]
    public void Parameters_go_where_those_of_PyTorch_go(string name)
    {
        IKernels kernels = KernelChoice.All.Append(new PlainKernels()).Single(kernels => kernels.Name == name);
        float[] matrix = [.. Enumerable.Range(0, 16).Select(i => (float)Math.Sin(i))];
        float[] bias = [.. Enumerable.Range(0, 16).Select(i => (float)Math.Cos(i))];
        float[] mean = new float[32];
        float[] square = new float[32];
        double worst = 0;
        for (int n = 0; n < Steps; n++)
        {
            double scale = 4.0 / (n + 1);
            float[] slopes = [.. Enumerable.Range(0, 16).Select(i => (float)(scale * Math.Sin(0.7 * i + n)))];
            float[] biasSlopes = [.. Enumerable.Range(0, 16).Select(i => (float)(scale * Math.Cos(1.3 * i - n)))];
            double length = Math.Sqrt(kernels.SumOfSquares(slopes) + kernels.SumOfSquares(biasSlopes));
            Assert.Equal(s_golden[n][2], length, 1e-5);
            AdamStep step = new(
                (float)s_golden[n][1],
                (float)Math.Min(1, 1 / length),
                Decay: 0.1f,
                (float)(1 - Math.Pow(0.9, n + 1)),
                (float)(1 - Math.Pow(0.999, n + 1)));
            kernels.AdamStep(step, slopes, mean.AsSpan(0, 16), square.AsSpan(0, 16), matrix);
            kernels.AdamStep(step with { Decay = 0 }, biasSlopes, mean.AsSpan(16), square.AsSpan(16), bias);
            worst = Math.Max(
                worst, matrix.Concat(bias).Zip(s_golden[n].Skip(3), (ours, theirs) => Math.Abs(ours - theirs)).Max());
        }
        Assert.InRange(worst, 0, 3e-6);
    }

    /// <summary>PyTorch's ten steps rise until step 2, and fall from there to step 9.</summary>
    [Fact]
    public void The_learning_rate_is_that_of_PyTorch()
    {
        double[] rates =
        [
            .. Enumerable.Range(0, Steps).Select(n =>
                LearningRateSchedule.OneCycle(0.02, n <= 2 ? 0.3 * n / 2 : 0.3 + 0.7 * (n - 2) / 7)),
        ];
        for (int n = 0; n < Steps; n++)
            Assert.Equal(s_golden[n][1], rates[n], 1e-12);
    }

    [Fact]
    public void Recurrent_kernels_begin_orthogonal_and_forget_gates_open()
    {
        NetworkShape shape = new(dimension: 3, units: 20, layers: 2, mixtures: 2);
        EventCoding coding = TrainingOptions.Edge(3, 20, 2).Coding;
        foreach (bool perGate in new[] { true, false })
        {
            Models.MdrnnWeights weights = PackedWeights.Unpack(
                shape, new WeightInitializer(shape, seed: 1).Create(coding, spreadTime: true, perGate));
            foreach (Models.LstmWeights layer in weights.Layers)
            {
                int rows = perGate ? 20 : 80;
                for (int first = 0; first < 80; first += rows)
                    Assert.InRange(LargestDeviationFromOrthogonal(layer.Recurrent, first, rows), 0, 1e-6);
                Assert.Equal([.. new float[20], .. Enumerable.Repeat(1f, 20), .. new float[40]], layer.Bias);
            }
            // Glorot: uniform within sqrt(6 / (in + out)), here 3 in and 80 out.
            Assert.InRange(weights.Layers[0].Kernel.Max(), 0.25f, MathF.Sqrt(6f / 83));
            Assert.InRange(weights.Layers[0].Kernel.Min(), -MathF.Sqrt(6f / 83), -0.25f);
        }
    }

    [Fact]
    public void Components_begin_at_dts_a_factor_apart()
    {
        NetworkShape shape = new(dimension: 3, units: 8, layers: 1, mixtures: 4);
        EventCoding linear = EventCoding.OfLinearTime(residual: true);
        Models.MdrnnWeights weights = PackedWeights.Unpack(
            shape, new WeightInitializer(shape, seed: 1).Create(linear, spreadTime: true, perGate: true));
        // 0.007 * (10 / 0.007)^((k + 0.5) / 4), and half of that as elu + 1
        double[] means = [.. Enumerable.Range(0, 4).Select(k => 0.007 * Math.Pow(10 / 0.007, (k + 0.5) / 4))];
        Assert.Equal(means, Enumerable.Range(0, 4).Select(k => (double)weights.Means.Bias[3 * k]), Near);
        Assert.Equal(
            means.Select(mean => mean / 2),
            Enumerable.Range(0, 4).Select(k => (double)Deviation(weights.Deviations.Bias[3 * k])),
            Near);
        Assert.All(weights.Means.Bias.Where((_, i) => i % 3 != 0), value => Assert.Equal(0, value));

        static bool Near(double expected, double actual) => Math.Abs(actual / expected - 1) < 1e-5;

        static float Deviation(float raw) => raw > 0 ? raw + 1 : MathF.Exp(raw);
    }

    /// <summary>0.0007 to 1 s in equal steps of the logarithm, each half a unit of it wide.</summary>
    [Fact]
    public void Components_begin_evenly_along_the_logarithm_of_dt()
    {
        NetworkShape shape = new(dimension: 3, units: 8, layers: 1, mixtures: 4);
        EventCoding coding = EventCoding.OfLogTime(residual: true);
        Models.MdrnnWeights weights = PackedWeights.Unpack(
            shape, new WeightInitializer(shape, seed: 1).Create(coding, spreadTime: true, perGate: true));
        double step = Math.Log(1 / 0.0007) / 4;
        for (int k = 0; k < 4; k++)
        {
            Assert.Equal(10 * (Math.Log(0.0007) + (k + 0.5) * step), weights.Means.Bias[3 * k], 1e-4);
            Assert.Equal(5, weights.Deviations.Bias[3 * k] + 1, 1e-6); // elu + 1
        }
    }

    /// <summary>Of the products of columns from the identity; rows of (outputs, 20).</summary>
    private static double LargestDeviationFromOrthogonal(float[] kernel, int first, int rows)
    {
        double worst = 0;
        for (int i = 0; i < 20; i++)
        {
            for (int j = 0; j < 20; j++)
            {
                double sum = i == j ? -1 : 0;
                for (int row = first; row < first + rows; row++)
                    sum += (double)kernel[row * 20 + i] * kernel[row * 20 + j];
                worst = Math.Max(worst, Math.Abs(sum));
            }
        }
        return worst;
    }
}
