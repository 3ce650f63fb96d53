using System.Globalization;
using Impsy.TestSupport;
using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Tests.Training;

public unsafe class KernelTests
{
    [Theory]
    [InlineData("128-bit")]
    [InlineData("256-bit")]
    [InlineData("512-bit")]
    public void Each_width_computes_what_the_plain_kernels_say(string name)
    {
        IKernels kernels = KernelChoice.All.Single(kernels => kernels.Name == name);
        Assert.Equal([], new KernelCheck(kernels).Run().Where(difference => !difference.IsFine));
    }

    [Fact]
    public void Widths_agree_bit_for_bit_on_products_where_multiply_and_add_is_one_operation()
    {
        if (!System.Runtime.Intrinsics.X86.Fma.IsSupported && !System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported)
            return; // rounding twice is not a choice of ours
        float[] a = [.. Enumerable.Range(0, 16 * 24).Select(i => MathF.Sin(i))];
        float[] b = [.. Enumerable.Range(0, 24 * 64).Select(i => MathF.Cos(i))];
        float[][] products = [.. KernelChoice.All.Select(kernels =>
        {
            float[] c = new float[16 * 64];
            kernels.Multiply(a, b, c, 16, 24, 64, add: false);
            return c;
        })];
        Assert.Equal(products[0], products[1]);
        Assert.Equal(products[0], products[2]);
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(9, 24)]
    public void Rows_that_are_scored_together_say_what_each_says_alone(int dimension, int mixtures)
    {
        const int Rows = 11; // no whole number of blocks
        HeadLayout layout = new(dimension, mixtures);
        float[] bias = [.. Enumerable.Range(0, layout.Columns).Select(i => MathF.Sin(i))];
        float[] targets = [.. Enumerable.Range(0, Rows * dimension).Select(i => MathF.Cos(i))];
        targets[4 * dimension] = 1e9f; // nothing expects it
        float[] halves = [.. Enumerable.Range(1, Rows).Select(i => 0.01f * i)];
        float[] weights = [.. Enumerable.Range(0, Rows).Select(i => i is 2 or 9 ? 0 : 1f / (1 + i))];
        MixtureScoring scoring = new(UseBins: true, ControlHalf: 0.04f, Floor: 0, LeastLog: -300, GradientScale: 0.5f);
        foreach (IKernels kernels in KernelChoice.All)
        {
            float[] together = [.. Enumerable.Range(0, Rows * layout.Columns).Select(i => MathF.Sin(2 * i))];
            float[] alone = [.. together];
            float[] logs = new float[Rows];
            float[] logsAlone = new float[Rows];
            Score(together, logs, 0, Rows);
            for (int row = 0; row < Rows; row++)
                Score(alone.AsSpan(row * layout.Columns, layout.Columns), logsAlone.AsSpan(row, 1), row, 1);
            Assert.Equal(logsAlone, logs);
            Assert.Equal(alone, together);

            void Score(Span<float> head, Span<float> logs, int first, int count) => kernels.Score(
                layout,
                scoring,
                head,
                bias,
                new MixtureTargets
                {
                    Values = targets.AsSpan(first * dimension, count * dimension),
                    DtHalves = halves.AsSpan(first, count),
                    Weights = weights.AsSpan(first, count),
                },
                logs);
        }
    }

    [Fact]
    public void A_product_that_does_not_fit_is_refused()
    {
        IKernels kernels = KernelChoice.Best;
        float[] some = new float[8 * 32];
        Assert.Throws<ArgumentException>(() => kernels.Multiply(some, some, some, 8, 16, 32, add: false));
        Assert.Throws<ArgumentException>(() => kernels.Multiply(some, some, some, 4, 8, 32, add: false));
        Assert.Throws<ArgumentException>(() => kernels.AddTransposedProduct(some, some, some, 8, 16, 32));
    }

    // Measured: exp 9e-8, log 8e-8 (near 1, of the distance from 0), sigmoid 1.3e-7, tanh 2.2e-7.
    [Fact]
    public void Functions_are_exact_to_float32_over_their_range()
    {
        Assert.InRange(Worst(-87, 88, Math.Exp, SimdMath.Exp), 0, 3e-7);
        Assert.InRange(Worst(1e-6f, 1e6f, Math.Log, SimdMath.Log), 0, 3e-7);
        Assert.InRange(Worst(0.9f, 1.1f, Math.Log, SimdMath.Log), 0, 3e-7);
        Assert.InRange(Worst(-80, 80, x => 1 / (1 + Math.Exp(-x)), SimdMath.Sigmoid), 0, 3e-7);
        Assert.InRange(Worst(-12, 12, Math.Tanh, SimdMath.Tanh), 0, 5e-7);
        Assert.InRange(Worst(-0.01f, 0.01f, Math.Tanh, SimdMath.Tanh), 0, 5e-7);
    }

    [Fact]
    public void Functions_stay_finite_beyond_their_range()
    {
        Simd128[] extremes = [float.MinValue, -1e6f, 1e6f, float.MaxValue];
        float[] exp = [.. extremes.Select(x => First(SimdMath.Exp(x)))];
        Assert.Equal([exp[0], exp[0], exp[3], exp[3]], exp);
        Assert.InRange(exp[0], 1e-38f, 1.3e-38f); // the least normal number, not zero
        Assert.InRange(exp[3], 2e38f, float.MaxValue);
        Assert.Equal([-1f, -1f, 1f, 1f], extremes.Select(x => MathF.Round(First(SimdMath.Tanh(x)), 6)));
        Assert.Equal([0f, 0f, 1f, 1f], extremes.Select(x => MathF.Round(First(SimdMath.Sigmoid(x)), 6)));
    }

    /// <summary>
    /// Against 50 digits. The series for narrow bins leaves 1e-5 where it hands over to the tails (measured 7e-6 of
    /// the slope); elsewhere float32 does, of a logarithm as large as 200 million.
    /// </summary>
    [Fact]
    public void The_mass_of_a_bin_and_its_slopes_are_right_for_any_width_and_distance()
    {
        List<string> wrong = [];
        int cases = 0;
        foreach (string line in File.ReadLines(Repository.Vector("training", "normal_bins.txt")))
        {
            if (line.StartsWith('#'))
                continue;
            double[] v = [.. line.Split('|').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
            double[] actual = LogOfBin((float)v[0], (float)v[1]);
            if (actual.Zip(v.Skip(2)).Any(pair => !(Math.Abs(pair.First - pair.Second) <= Allowed(pair.Second))))
                wrong.Add($"{line}: found {string.Join(" | ", actual)}");
            cases++;
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.Equal(81, cases);

        static double Allowed(double value) => 1e-5 * (1 + Math.Abs(value));
    }

    [Fact]
    public void The_plain_mass_of_a_bin_is_right_too()
    {
        double worst = 0;
        foreach (string line in File.ReadLines(Repository.Vector("training", "normal_bins.txt")))
        {
            double[] v = line.StartsWith('#')
                ? []
                : [.. line.Split('|').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
            if (v.Length == 0 || Math.Abs(v[0]) > 50)
                continue; // further out even double precision loses digits in the difference of two logarithms
            (double log, double byLow, double byHigh) = PlainNormal.LogMass(v[0] - v[1], v[0] + v[1]);
            double[] actual = [log, byLow + byHigh, v[1] * (byHigh - byLow)];
            worst = Math.Max(worst, actual.Zip(v.Skip(2), (a, e) => Math.Abs(a - e) / (1 + Math.Abs(e))).Max());
        }
        Assert.InRange(worst, 0, 1e-7); // bins a millionth wide: the difference of two tails keeps 10 digits
    }

    /// <summary>The largest relative difference over 10,000 points.</summary>
    private static double Worst(float low, float high, Func<double, double> exact, Func<Simd128, Simd128> fast)
    {
        double worst = 0;
        for (int i = 0; i <= 10_000; i++)
        {
            float x = low + (high - low) * i / 10_000;
            double expected = exact(x);
            if (expected != 0)
                worst = Math.Max(worst, Math.Abs(First(fast(x)) - expected) / Math.Abs(expected));
        }
        return worst;
    }

    /// <summary>ln(mass) and its slopes along z and ln h.</summary>
    private static double[] LogOfBin(float z, float half)
    {
        const int Count = 4;
        float* values = stackalloc float[(5 + NormalBinKernel<Simd128>.ScratchArrays) * Count];
        new Span<float>(values, Count).Fill(z);
        new Span<float>(values + Count, Count).Fill(half);
        NormalBinKernel<Simd128>.Log(
            values,
            values + Count,
            values + 2 * Count,
            values + 3 * Count,
            values + 4 * Count,
            values + 5 * Count,
            Count);
        return [values[2 * Count], values[3 * Count], values[4 * Count]];
    }

    private static float First(Simd128 value)
    {
        float* lanes = stackalloc float[4];
        value.Store(lanes);
        return lanes[0];
    }
}
