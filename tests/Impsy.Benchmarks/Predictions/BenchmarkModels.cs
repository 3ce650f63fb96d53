using Impsy.Inference;
using Impsy.TrainerCli.Models;
using Impsy.TrainerCli.Onnx;

namespace Impsy.Benchmarks.Predictions;

/// <summary>
/// Networks for measuring: what they say does not matter, how long they take does, and that depends on their shape
/// alone. Dimension and mixtures are those of the model that ships. The same seed gives the same file.
/// </summary>
internal static class BenchmarkModels
{
    public const int Dimension = 9;
    private const int Mixtures = 24;
    private const int Seed = 7;

    /// <summary>Its elu is exactly -1: the smallest deviation there is, 1e-7 in scaled units.</summary>
    private const float SmallestDeviation = -100;

    /// <summary>Random weights of about the size that training gives.</summary>
    public static MdrnnWeights Random(NetworkSize size)
    {
        Random random = new(Seed);
        float range = 1 / MathF.Sqrt(size.Units);
        LstmWeights[] layers = new LstmWeights[size.Layers];
        for (int l = 0; l < size.Layers; l++)
        {
            int inputs = l == 0 ? Dimension : size.Units;
            layers[l] = new LstmWeights(
                Uniform(random, 4 * size.Units * inputs, 1 / MathF.Sqrt(inputs)),
                Uniform(random, 4 * size.Units * size.Units, range),
                Uniform(random, 4 * size.Units, 1));
        }
        return new MdrnnWeights(
            Dimension, size.Units, Mixtures, layers,
            Linear(Mixtures * Dimension), Linear(Mixtures * Dimension), Linear(Mixtures));

        LinearWeights Linear(int outputs) =>
            new(Uniform(random, outputs * size.Units, range), Uniform(random, outputs, 1));
    }

    /// <summary>
    /// A network that works as hard as any of its size and answers what it heard, to a millionth: residual, with means
    /// that are 0 and hardly a deviation. So an output tells which input it answers.
    /// </summary>
    public static MdrnnWeights Echo(NetworkSize size)
    {
        MdrnnWeights random = Random(size);
        float[] means = new float[Mixtures * Dimension];
        float[] deviations = new float[Mixtures * Dimension];
        deviations.AsSpan().Fill(SmallestDeviation);
        for (int k = 0; k < Mixtures; k++)
            means[k * Dimension] = 1; // dt: 0.1 s, in scaled units
        return new MdrnnWeights(
            Dimension, size.Units, Mixtures, random.Layers,
            random.Means with { Kernel = new float[random.Means.Kernel.Length], Bias = means },
            random.Deviations with { Kernel = new float[random.Deviations.Kernel.Length], Bias = deviations },
            random.Logits);
    }

    /// <param name="residual">As <see cref="Echo"/> needs it.</param>
    /// <returns>A model file.</returns>
    public static byte[] Export(MdrnnWeights weights, Quantization quantization, bool residual = false)
    {
        float[] start = new float[weights.Dimension];
        start.AsSpan(1).Fill(0.5f);
        ModelMetadata metadata = new()
        {
            Dimension = weights.Dimension,
            Layers = weights.Layers.Count,
            Units = weights.Units,
            Mixtures = weights.Mixtures,
            Residual = residual,
            Start = [.. start],
        };
        return Export(weights, metadata, quantization);
    }

    /// <summary>What impsy-trainer export --metronome makes.</summary>
    public static byte[] ExportMetronome(float seconds)
    {
        (MdrnnWeights weights, ModelMetadata metadata) = Metronome.Make(seconds, Dimension);
        return Export(weights, metadata, Quantization.None);
    }

    private static byte[] Export(MdrnnWeights weights, ModelMetadata metadata, Quantization quantization)
    {
        using MemoryStream stream = new();
        OnnxModelWriter.Write(weights, metadata, quantization, stream);
        return stream.ToArray();
    }

    private static float[] Uniform(Random random, int count, float range)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = range * (2 * random.NextSingle() - 1);
        return values;
    }
}
