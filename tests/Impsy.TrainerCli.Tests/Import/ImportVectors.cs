using System.IO.Compression;
using Impsy.TestSupport;
using Impsy.TrainerCli.Models;

namespace Impsy.TrainerCli.Tests.Import;

/// <summary>The files and the network of tests/vectors/import/make_models.py.</summary>
internal static class ImportVectors
{
    private const int D = 3;
    private const int U = 2;
    private const int M = 2;

    public static MdrnnWeights Network { get; } = new(
        D, U, M,
        [
            new LstmWeights(Matrix(0, D, 4 * U), Matrix(1, U, 4 * U), Vector(2, 4 * U)),
            new LstmWeights(Matrix(3, U, 4 * U), Matrix(4, U, 4 * U), Vector(5, 4 * U)),
        ],
        new LinearWeights(Matrix(6, U, M * D), Vector(7, M * D)),
        new LinearWeights(Matrix(8, U, M * D), Vector(9, M * D)),
        new LinearWeights(Matrix(10, U, M), Vector(11, M)));

    /// <summary>Lines without comments, cut at their bars; the last part is the file.</summary>
    public static IEnumerable<(string[] Parts, byte[] File)> Read(string vector)
    {
        foreach (string line in File.ReadLines(Repository.Vector("import", vector)).Where(line => line[0] != '#'))
        {
            string[] parts = line.Split(" | ");
            using GZipStream gzip = new(
                new MemoryStream(Convert.FromBase64String(parts[^1])), CompressionMode.Decompress);
            using MemoryStream file = new();
            gzip.CopyTo(file);
            yield return (parts[..^1], file.ToArray());
        }
    }

    /// <summary>Every array of a network, in the order of the script.</summary>
    public static IEnumerable<float[]> Arrays(MdrnnWeights weights) =>
        weights.Layers.SelectMany(layer => new[] { layer.Kernel, layer.Recurrent, layer.Bias }).Concat(
            new[] { weights.Means, weights.Deviations, weights.Logits }
                .SelectMany(linear => new[] { linear.Kernel, linear.Bias }));

    /// <summary>The script counts as Keras does, (inputs, outputs); ours stand the other way.</summary>
    private static float[] Matrix(int place, int inputs, int outputs)
    {
        float[] keras = Vector(place, inputs * outputs);
        float[] ours = new float[keras.Length];
        for (int i = 0; i < inputs; i++)
        {
            for (int o = 0; o < outputs; o++)
                ours[o * inputs + i] = keras[i * outputs + o];
        }
        return ours;
    }

    private static float[] Vector(int place, int count) =>
        [.. Enumerable.Range(0, count).Select(i => ((7 * i + place) % 61 - 30) / 32f)];
}
