using Impsy.TrainerCli.Models;

namespace Impsy.TrainerCli.Training;

/// <summary>
/// The weights that training begins with: kernels uniform by Glorot and Bengio, recurrent kernels orthogonal, forget
/// gates open (bias 1), all other biases zero, but for those of dt where they are spread.
/// </summary>
internal sealed class WeightInitializer(NetworkShape shape, long seed)
{
    /// <summary>Seconds. From the shortest dt that controllers give to about the longest between two phrases.</summary>
    private const double ShortestMean = 0.0007;

    private const double LongestMean = 1;

    private TrainingRandom _random = new(seed, RandomPurpose.Weights, 0, 0);

    /// <param name="spreadTime">
    /// Whether the components of the mixture begin at different dt, a factor apart: found by all at once, each would
    /// have to be torn from the others.
    /// </param>
    /// <param name="perGate">Whether each gate's recurrent kernel is orthogonal, or all four side by side.</param>
    /// <returns>(Count) packed.</returns>
    public float[] Create(EventCoding coding, bool spreadTime, bool perGate)
    {
        MdrnnWeights weights = PackedWeights.Unpack(shape, new float[shape.Count]);
        for (int l = 0; l < shape.Layers; l++)
        {
            LstmWeights layer = weights.Layers[l];
            FillUniform(layer.Kernel, weights.Inputs(l), 4 * shape.Units);
            if (perGate)
            {
                for (int gate = 0; gate < 4; gate++)
                    FillOrthogonal(layer.Recurrent.AsSpan(gate * shape.Units * shape.Units), shape.Units);
            }
            else
            {
                FillOrthogonal(layer.Recurrent, 4 * shape.Units);
            }
            layer.Bias.AsSpan(shape.Units, shape.Units).Fill(1); // forget gates
        }
        foreach (LinearWeights linear in new[] { weights.Means, weights.Deviations, weights.Logits })
            FillUniform(linear.Kernel, shape.Units, linear.Bias.Length);
        if (spreadTime)
            SpreadTime(weights, coding);
        return PackedWeights.Pack(shape, weights);
    }

    private void SpreadTime(MdrnnWeights weights, EventCoding coding)
    {
        int mixtures = shape.Head.Mixtures;
        for (int k = 0; k < mixtures; k++)
        {
            double seconds = ShortestMean * Math.Pow(LongestMean / ShortestMean, (k + 0.5) / mixtures);
            (float mean, float deviation) = coding.TimeComponent((float)seconds, 0.5f);
            weights.Means.Bias[k * shape.Dimension] = mean;
            // elu + 1 gives this deviation
            weights.Deviations.Bias[k * shape.Dimension] = deviation > 1 ? deviation - 1 : MathF.Log(deviation);
        }
    }

    private void FillUniform(float[] kernel, int inputs, int outputs)
    {
        double limit = Math.Sqrt(6.0 / (inputs + outputs));
        for (int i = 0; i < kernel.Length; i++)
            kernel[i] = (float)((2 * _random.NextDouble() - 1) * limit);
    }

    /// <summary>Columns of length 1 at right angles, by Gram and Schmidt out of normal vectors.</summary>
    /// <param name="kernel">(outputs, U) out; outputs at least U.</param>
    private void FillOrthogonal(Span<float> kernel, int outputs)
    {
        int units = shape.Units;
        double[][] columns = new double[units][];
        for (int i = 0; i < units; i++)
        {
            double[] column = new double[outputs];
            for (int j = 0; j < outputs; j++)
                column[j] = _random.NextNormal();
            // Twice: what rounding leaves of the others after the first time is gone after the second.
            for (int pass = 0; pass < 2; pass++)
            {
                for (int other = 0; other < i; other++)
                    Subtract(column, columns[other], Dot(column, columns[other]));
            }
            double length = Math.Sqrt(Dot(column, column));
            for (int j = 0; j < outputs; j++)
            {
                column[j] /= length;
                kernel[j * units + i] = (float)column[j];
            }
            columns[i] = column;
        }
    }

    private static double Dot(double[] left, double[] right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
            sum += left[i] * right[i];
        return sum;
    }

    private static void Subtract(double[] from, double[] vector, double times)
    {
        for (int i = 0; i < from.Length; i++)
            from[i] -= times * vector[i];
    }
}
