using Impsy.TestSupport;
using Impsy.TrainerCli.Models;
using Impsy.TrainerCli.Onnx;

namespace Impsy.Inference.Tests;

/// <summary>Models for tests: the one that ships, and small random ones of any shape.</summary>
internal static class TestModels
{
    public static string BootstrapWeights { get; } = Repository.Vector("bootstrap", "mdrnn-9d-s-residual-weights.npz");

    public static string BootstrapGolden { get; } = Repository.Vector("bootstrap", "mdrnn-9d-s-residual-golden.npz");

    public static MdrnnModel Bootstrap(Quantization quantization, bool floatFirstLayer = false)
    {
        MdrnnWeights weights = MdrnnWeights.Load(BootstrapWeights);
        ModelMetadata metadata = MetadataOf(weights) with { Residual = true, Grid = 127 };
        return MdrnnModel.Load(Export(weights, metadata, quantization, floatFirstLayer), "bootstrap", seed: 1);
    }

    public static ModelMetadata MetadataOf(MdrnnWeights weights)
    {
        float[] start = new float[weights.Dimension];
        start.AsSpan(1).Fill(0.5f);
        return new ModelMetadata
        {
            Dimension = weights.Dimension,
            Layers = weights.Layers.Count,
            Units = weights.Units,
            Mixtures = weights.Mixtures,
            Start = [.. start],
        };
    }

    public static byte[] Export(
        MdrnnWeights weights,
        ModelMetadata metadata,
        Quantization quantization = Quantization.None,
        bool floatFirstLayer = false)
    {
        using MemoryStream stream = new();
        OnnxModelWriter.Write(weights, metadata, quantization, stream, floatFirstLayer);
        return stream.ToArray();
    }

    /// <summary>A small model of the given shape with weights of about the size that training gives.</summary>
    public static MdrnnModel Random(int dimension, Func<ModelMetadata, ModelMetadata>? change = null, int seed = 1)
    {
        MdrnnWeights weights = RandomWeights(dimension, layers: 2, units: 8, mixtures: 3, seed: 5);
        ModelMetadata metadata = MetadataOf(weights);
        return MdrnnModel.Load(Export(weights, change?.Invoke(metadata) ?? metadata), "random", seed);
    }

    public static MdrnnWeights RandomWeights(int dimension, int layers, int units, int mixtures, int seed)
    {
        Random random = new(seed);
        LstmWeights[] lstm = new LstmWeights[layers];
        for (int l = 0; l < layers; l++)
        {
            int inputs = l == 0 ? dimension : units;
            lstm[l] = new LstmWeights(
                Uniform(4 * units * inputs, 1 / MathF.Sqrt(inputs)),
                Uniform(4 * units * units, 1 / MathF.Sqrt(units)),
                Uniform(4 * units, 1));
        }
        return new MdrnnWeights(
            dimension,
            units,
            mixtures,
            lstm,
            new LinearWeights(Uniform(mixtures * dimension * units, 2), Uniform(mixtures * dimension, 5)),
            new LinearWeights(Uniform(mixtures * dimension * units, 1), Uniform(mixtures * dimension, 1)),
            new LinearWeights(Uniform(mixtures * units, 1), Uniform(mixtures, 1)));

        float[] Uniform(int count, float range)
        {
            float[] values = new float[count];
            for (int i = 0; i < count; i++)
                values[i] = range * (2 * random.NextSingle() - 1);
            return values;
        }
    }

    /// <summary>(count, D) events like those of a player, fixed by the seed.</summary>
    public static float[][] Gesture(int count, int dimension, int seed)
    {
        Random random = new(seed);
        float[][] events = new float[count][];
        float[] controls = [.. Enumerable.Range(0, dimension).Select(_ => random.NextSingle())];
        for (int t = 0; t < count; t++)
        {
            controls[random.Next(1, dimension)] = random.Next(128) / 127f;
            events[t] = [.. controls];
            events[t][0] = t == 0 ? 0 : 0.001f + 0.3f * random.NextSingle();
        }
        return events;
    }
}
