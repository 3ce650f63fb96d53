namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>
/// The same arithmetic as plainly as it can be written, sums in double precision: what the fast kernels are held to
/// in tests, and the place to read what they do. Trains correctly, two orders of magnitude slower.
/// </summary>
internal sealed class PlainKernels : IKernels
{
    public string Name => "plain";

    public void Multiply(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int rows, int depth, int columns, bool add)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                double sum = add ? c[row * columns + column] : 0;
                for (int k = 0; k < depth; k++)
                    sum += (double)a[row * depth + k] * b[Panels.Index(k, column, depth)];
                c[row * columns + column] = (float)sum;
            }
        }
    }

    public void AddTransposedProduct(
        ReadOnlySpan<float> a, ReadOnlySpan<float> z, Span<float> b, int rows, int depth, int columns)
    {
        for (int k = 0; k < depth; k++)
        {
            for (int column = 0; column < columns; column++)
            {
                double sum = b[Panels.Index(k, column, depth)];
                for (int row = 0; row < rows; row++)
                    sum += (double)a[row * depth + k] * z[row * columns + column];
                b[Panels.Index(k, column, depth)] = (float)sum;
            }
        }
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
        for (int n = 0; n < gates.Length / 4; n++)
        {
            int u = n % units;
            Span<float> row = gates.Slice(n / units * 4 * units, 4 * units);
            double i = Sigmoid((double)row[u] + bias[u]);
            double f = Sigmoid((double)row[units + u] + bias[units + u]);
            double g = Math.Tanh((double)row[2 * units + u] + bias[2 * units + u]);
            double o = Sigmoid((double)row[3 * units + u] + bias[3 * units + u]);
            double c = f * before[n] + i * g;
            (row[u], row[units + u]) = ((float)i, (float)f);
            (row[2 * units + u], row[3 * units + u]) = ((float)g, (float)o);
            cell[n] = (float)c;
            tanh[n] = (float)Math.Tanh(c);
            hidden[n] = (float)(o * Math.Tanh(c));
        }
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
        for (int n = 0; n < gates.Length / 4; n++)
        {
            int u = n % units;
            Span<float> row = gates.Slice(n / units * 4 * units, 4 * units);
            (double i, double f) = (row[u], row[units + u]);
            (double g, double o) = (row[2 * units + u], row[3 * units + u]);
            double t = tanh[n];
            double dh = (double)above[n] + later[n];
            double dc = cell[n] + dh * o * (1 - t * t);
            row[u] = (float)(dc * g * i * (1 - i));
            row[units + u] = (float)(dc * before[n] * f * (1 - f));
            row[2 * units + u] = (float)(dc * i * (1 - g * g));
            row[3 * units + u] = (float)(dh * t * o * (1 - o));
            cell[n] = (float)(dc * f);
        }
    }

    public void Score(
        HeadLayout layout,
        in MixtureScoring scoring,
        Span<float> head,
        ReadOnlySpan<float> bias,
        in MixtureTargets targets,
        Span<float> logs)
    {
        PlainMixture mixture = new(layout, scoring);
        for (int row = 0; row < logs.Length; row++)
        {
            logs[row] = mixture.Score(
                head.Slice(row * layout.Columns, layout.Columns),
                bias,
                targets.Values.Slice(row * layout.Dimension, layout.Dimension),
                targets.DtHalves[row],
                targets.Weights[row]);
        }
    }

    public void AddColumnSums(ReadOnlySpan<float> rows, Span<float> sums)
    {
        for (int column = 0; column < sums.Length; column++)
        {
            double sum = sums[column];
            for (int i = column; i < rows.Length; i += sums.Length)
                sum += rows[i];
            sums[column] = (float)sum;
        }
    }

    public void Add(ReadOnlySpan<float> from, Span<float> to)
    {
        for (int i = 0; i < to.Length; i++)
            to[i] += from[i];
    }

    public void Scale(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> to)
    {
        for (int i = 0; i < to.Length; i++)
            to[i] = left[i] * right[i];
    }

    public double SumOfSquares(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
            sum += (double)value * value;
        return sum;
    }

    public void AdamStep(
        in AdamStep step,
        ReadOnlySpan<float> gradient,
        Span<float> mean,
        Span<float> square,
        Span<float> parameters)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            double slope = (double)gradient[i] * step.GradientScale;
            double m = mean[i] + Kernels.AdamStep.MeanRate * (slope - mean[i]);
            double v = square[i] + Kernels.AdamStep.SquareRate * (slope * slope - square[i]);
            double size = Math.Sqrt(v / step.SquareCorrection) + Kernels.AdamStep.Epsilon;
            double kept = parameters[i] * (1 - (double)step.LearningRate * step.Decay);
            mean[i] = (float)m;
            square[i] = (float)v;
            parameters[i] = (float)(kept - step.LearningRate * m / step.MeanCorrection / size);
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
