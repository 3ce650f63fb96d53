using System.Runtime.InteropServices;

namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>The kernels for one width of register. Checks sizes here, so that the loops need not.</summary>
internal sealed unsafe class VectorKernels<T>(string name) : IKernels
    where T : struct, ISimd<T>
{
    private const int Alignment = 64;

    public string Name { get; } = name;

    public void Multiply(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int rows, int depth, int columns, bool add)
    {
        CheckProduct(a.Length, b.Length, c.Length, rows, depth, columns);
        fixed (float* pa = a, pb = b, pc = c)
            GemmKernel<T>.Multiply(pa, pb, pc, rows, depth, columns, add);
    }

    public void AddTransposedProduct(
        ReadOnlySpan<float> a, ReadOnlySpan<float> z, Span<float> b, int rows, int depth, int columns)
    {
        CheckProduct(a.Length, b.Length, z.Length, rows, depth, columns);
        fixed (float* pa = a, pz = z, pb = b)
            GemmKernel<T>.AddTransposedProduct(pa, pz, pb, rows, depth, columns);
    }

    public void LstmForward(
        Span<float> gates,
        ReadOnlySpan<float> bias,
        ReadOnlySpan<float> before,
        Span<float> cell,
        Span<float> tanh,
        Span<float> hidden)
    {
        int units = bias.Length / 4;
        int length = gates.Length / 4;
        CheckState(units, length);
        fixed (float* g = gates, b = bias, p = before[..length])
        fixed (float* c = cell[..length], t = tanh[..length], h = hidden[..length])
            LstmKernel<T>.Forward(g, b, p, c, t, h, length / units, units);
    }

    public void LstmBackward(
        int units,
        Span<float> gates,
        ReadOnlySpan<float> before,
        ReadOnlySpan<float> tanh,
        ReadOnlySpan<float> above,
        ReadOnlySpan<float> later,
        Span<float> cell)
    {
        int length = gates.Length / 4;
        CheckState(units, length);
        fixed (float* g = gates, p = before[..length], t = tanh[..length])
        fixed (float* a = above[..length], l = later[..length], c = cell[..length])
            LstmKernel<T>.Backward(g, p, t, a, l, c, length / units, units);
    }

    public void Score(
        HeadLayout layout,
        in MixtureScoring scoring,
        Span<float> head,
        ReadOnlySpan<float> bias,
        in MixtureTargets targets,
        Span<float> logs)
    {
        int rows = logs.Length;
        nuint bytes = (nuint)(MixtureKernel<T>.ScratchLength(layout) * sizeof(float));
        float* scratch = (float*)NativeMemory.AlignedAlloc(bytes, Alignment);
        try
        {
            NativeMemory.Clear(scratch, bytes); // padding that is read must be numbers
            MixtureKernel<T> kernel = new(layout, scoring, scratch);
            fixed (float* h = head[..(rows * layout.Columns)], b = bias[..layout.Columns], l = logs)
            fixed (float* target = targets.Values[..(rows * layout.Dimension)])
            fixed (float* halves = targets.DtHalves[..rows], weights = targets.Weights[..rows])
            {
                int block = MixtureKernel<T>.BlockRows(layout);
                for (int row = 0; row < rows; row += block)
                {
                    kernel.Score(
                        h + (long)row * layout.Columns,
                        b,
                        target + (long)row * layout.Dimension,
                        halves + row,
                        weights + row,
                        l + row,
                        Math.Min(block, rows - row));
                }
            }
        }
        finally
        {
            NativeMemory.AlignedFree(scratch);
        }
    }

    public void AddColumnSums(ReadOnlySpan<float> rows, Span<float> sums)
    {
        for (; !rows.IsEmpty; rows = rows[sums.Length..])
            Add(rows[..sums.Length], sums);
    }

    public void Add(ReadOnlySpan<float> from, Span<float> to)
    {
        CheckLength(to.Length);
        fixed (float* f = from[..to.Length], t = to)
        {
            for (int i = 0; i < to.Length; i += T.Count)
                (T.Load(t + i) + T.Load(f + i)).Store(t + i);
        }
    }

    public void Scale(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> to)
    {
        CheckLength(to.Length);
        fixed (float* l = left[..to.Length], r = right[..to.Length], t = to)
        {
            for (int i = 0; i < to.Length; i += T.Count)
                (T.Load(l + i) * T.Load(r + i)).Store(t + i);
        }
    }

    public double SumOfSquares(ReadOnlySpan<float> values)
    {
        CheckLength(values.Length);
        fixed (float* v = values)
        {
            T sum = 0;
            for (int i = 0; i < values.Length; i += T.Count)
            {
                T value = T.Load(v + i);
                sum = T.MultiplyAdd(value, value, sum);
            }
            return T.Sum(sum);
        }
    }

    public void AdamStep(
        in AdamStep step,
        ReadOnlySpan<float> gradient,
        Span<float> mean,
        Span<float> square,
        Span<float> parameters)
    {
        int length = parameters.Length;
        CheckLength(length);
        T clip = step.GradientScale;
        T keep = 1 - step.LearningRate * step.Decay;
        T rate = step.LearningRate / step.MeanCorrection;
        T correction = 1 / MathF.Sqrt(step.SquareCorrection);
        fixed (float* g = gradient[..length], m = mean[..length], v = square[..length], p = parameters)
        {
            for (int i = 0; i < length; i += T.Count)
            {
                T slope = T.Load(g + i) * clip;
                T m0 = T.Load(m + i), v0 = T.Load(v + i);
                T m1 = T.MultiplyAdd(slope - m0, Kernels.AdamStep.MeanRate, m0);
                T v1 = T.MultiplyAdd(slope * slope - v0, Kernels.AdamStep.SquareRate, v0);
                T size = T.MultiplyAdd(T.Sqrt(v1), correction, Kernels.AdamStep.Epsilon);
                m1.Store(m + i);
                v1.Store(v + i);
                (T.Load(p + i) * keep - rate * m1 / size).Store(p + i);
            }
        }
    }

    private static void CheckProduct(int a, int b, int c, int rows, int depth, int columns)
    {
        if (rows % 8 != 0 || depth % 8 != 0 || columns % Panels.Width != 0 ||
            a < (long)rows * depth || b < (long)depth * columns || c < (long)rows * columns)
        {
            throw new ArgumentException(
                $"a product of {rows} x {depth} x {columns} does not fit spans of {a}, {b} and {c}");
        }
    }

    private static void CheckState(int units, int length)
    {
        CheckLength(units);
        if (length % units != 0)
            throw new ArgumentException($"{length} values are no rows of {units}", nameof(length));
    }

    private static void CheckLength(int length)
    {
        if (length % HeadLayout.RegisterFloats != 0)
            throw new ArgumentException($"{length} is no multiple of {HeadLayout.RegisterFloats}", nameof(length));
    }
}
