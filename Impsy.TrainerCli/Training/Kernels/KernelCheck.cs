namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>
/// Holds kernels to the plain ones on made-up numbers, in a few milliseconds: for tests, and for a machine of a kind
/// that nobody has trained on yet (<c>impsy-trainer benchmark --check</c>).
/// </summary>
internal sealed class KernelCheck(IKernels kernels)
{
    private const int Rows = 136; // more than a kernel takes at a time
    private const int Depth = 40;
    private const int Columns = 96;
    private const int Units = 48;

    private readonly PlainKernels _plain = new();
    private TrainingRandom _random = new(seed: 1, RandomPurpose.Weights, 0, 0);

    public IReadOnlyList<KernelDifference> Run()
    {
        HeadLayout layout = new(Dimension: 5, Mixtures: 7);
        return
        [
            Compare("product", 1e-6, Fresh(Rows * Columns, 1), (k, c) =>
                k.Multiply(Fixed(1, Rows * Depth), Fixed(2, Depth * Columns), c, Rows, Depth, Columns, add: false)),
            Compare("added product", 1e-6, Fresh(Rows * Columns, 1), (k, c) =>
                k.Multiply(Fixed(1, Rows * Depth), Fixed(2, Depth * Columns), c, Rows, Depth, Columns, add: true)),
            Compare("product of the transposed", 1e-6, Fresh(Depth * Columns, 1), (k, b) =>
                k.AddTransposedProduct(Fixed(1, Rows * Depth), Fixed(2, Rows * Columns), b, Rows, Depth, Columns)),
            Compare("LSTM step", 1e-6, Fresh(8 * 7 * Units, 3), LstmForward),
            Compare("LSTM step back", 1e-6, Fresh(8 * 5 * Units, 1), LstmBackward),
            Compare("densities", 2e-6, Head(layout), (k, v) => Score(k, layout, v, useBins: false, 1)),
            Compare("bins", 2e-5, Head(layout), (k, v) => Score(k, layout, v, useBins: true, 1)),
            Compare("bins without gradient", 2e-6, Head(layout), (k, v) => Score(k, layout, v, useBins: true, 0)),
            Compare("column sums", 1e-6, Fresh(Columns, 1), (k, v) => k.AddColumnSums(Fixed(3, Rows * Columns), v)),
            Compare("sum", 0, Fresh(Columns, 1), (k, v) => k.Add(Fixed(3, Columns), v)),
            Compare("scaling", 0, Fresh(Columns, 1), (k, v) => k.Scale(v, Fixed(3, Columns), v)),
            Compare("sum of squares", 1e-6, new float[1], (k, v) =>
                v[0] = (float)k.SumOfSquares(Fixed(3, Rows * Columns))),
            Compare("AdamW step", 1e-6, Fresh(3 * Columns, 1), AdamStep),
        ];
    }

    private static void LstmForward(IKernels kernels, float[] values)
    {
        int state = 8 * Units;
        kernels.LstmForward(
            values.AsSpan(0, 4 * state),
            Fixed(1, 4 * Units),
            Fixed(2, state),
            values.AsSpan(4 * state, state),
            values.AsSpan(5 * state, state),
            values.AsSpan(6 * state, state));
    }

    private static void LstmBackward(IKernels kernels, float[] values)
    {
        int state = 8 * Units;
        kernels.LstmBackward(
            Units,
            values.AsSpan(0, 4 * state),
            Fixed(1, state),
            Fixed(2, state),
            Fixed(3, state),
            Fixed(4, state),
            values.AsSpan(4 * state, state));
    }

    /// <summary>(rows, Columns) of a head, and room for the logarithm of each row behind it.</summary>
    private float[] Head(HeadLayout layout) => Fresh(Rows * layout.Columns + Rows, 2);

    private static void Score(IKernels kernels, HeadLayout layout, float[] values, bool useBins, float gradientScale)
    {
        float[] halves = new float[Rows];
        halves.AsSpan().Fill(0.005f);
        float[] weights = new float[Rows];
        for (int row = 0; row < Rows; row++)
            weights[row] = row % 5 == 0 ? 0 : 1;
        float[] targets = Fixed(2, Rows * layout.Dimension);
        targets[^1] = 1e5f; // a row that nothing expects
        MixtureScoring scoring = new(useBins, ControlHalf: 0.04f, Floor: 0.001f, LeastLog: -300, gradientScale);
        MixtureTargets all = new() { Values = targets, DtHalves = halves, Weights = weights };
        float[] bias = Fixed(1, layout.Columns);
        Span<float> head = values.AsSpan(0, Rows * layout.Columns);
        kernels.Score(layout, scoring, head, bias, all, values.AsSpan(head.Length));
        if (gradientScale == 0)
            head.Clear(); // untouched, and the logarithms are what is compared
    }

    private static void AdamStep(IKernels kernels, float[] values)
    {
        Span<float> square = values.AsSpan(Columns, Columns);
        foreach (ref float value in square)
            value = MathF.Abs(value);
        AdamStep step = new(0.02f, 0.5f, 0.1f, MeanCorrection: 0.19f, SquareCorrection: 0.002f);
        kernels.AdamStep(step, Fixed(5, Columns), values.AsSpan(0, Columns), square, values.AsSpan(2 * Columns, Columns));
    }

    private KernelDifference Compare(string operation, double limit, float[] values, Action<IKernels, float[]> run)
    {
        float[] expected = [.. values];
        float[] actual = [.. values];
        run(_plain, expected);
        run(kernels, actual);
        double scale = expected.Max(MathF.Abs);
        double largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs((double)actual[i] - expected[i]) / scale;
            largest = double.IsNaN(difference) ? double.NaN : Math.Max(largest, difference);
        }
        return new KernelDifference(operation, largest, limit);
    }

    /// <summary>Uniform numbers; each call gives others.</summary>
    private float[] Fresh(int count, float range)
    {
        float[] values = new float[count];
        foreach (ref float value in values.AsSpan())
            value = (2 * _random.NextFloat() - 1) * range;
        return values;
    }

    /// <summary>Uniform numbers in -1..1; the same call gives the same.</summary>
    private static float[] Fixed(int index, int count)
    {
        TrainingRandom random = new(seed: 1, RandomPurpose.Sequence, index, 0);
        float[] values = new float[count];
        foreach (ref float value in values.AsSpan())
            value = 2 * random.NextFloat() - 1;
        return values;
    }
}
