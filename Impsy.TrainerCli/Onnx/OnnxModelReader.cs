using Impsy.Inference;
using Impsy.TrainerCli.Models;

namespace Impsy.TrainerCli.Onnx;

/// <summary>
/// Takes the weights out of a float32 model file again: the inverse of <see cref="OnnxModelWriter"/>, to within the
/// rounding of the first kernel, into which the scale is folded.
/// </summary>
public static class OnnxModelReader
{
    /// <summary>Where the writer puts our gates input, forget, cell, output.</summary>
    private static readonly int[] s_gatePlace = [0, 2, 3, 1];

    /// <param name="file">A whole model file.</param>
    /// <param name="metadata">Of the same file, checked.</param>
    /// <exception cref="InvalidDataException">
    /// It is quantized, or its weights are not where and what our writer makes them.
    /// </exception>
    public static MdrnnWeights Read(byte[] file, ModelMetadata metadata)
    {
        if (metadata.Quantization != Quantization.None)
            throw new InvalidDataException("has reduced weights already; the float32 model it was made from is needed");
        OnnxFile onnx = OnnxFile.Read(file);
        int units = metadata.Units;
        List<LstmWeights> layers = [];
        for (int l = 0; l < metadata.Layers; l++)
        {
            int inputs = l == 0 ? metadata.Dimension : units;
            float[] kernel = Find($"lstm{l}.kernel").ToSingles(1, 4 * units, inputs);
            float[] recurrent = Find($"lstm{l}.recurrent").ToSingles(1, 4 * units, units);
            float[] bias = Find($"lstm{l}.bias").ToSingles(1, 8 * units);
            for (int i = 0; i < 4 * units; i++)
                bias[i] += bias[4 * units + i]; // ONNX has two and adds them
            layers.Add(new LstmWeights(
                Reorder(kernel, units, inputs, l == 0 ? metadata.Scale : 1),
                Reorder(recurrent, units, units, 1),
                Reorder(bias, units, 1, 1)));
        }
        float[] head = Find("head.kernel").ToSingles(metadata.HeadLength, units);
        float[] headBias = Find("head.bias").ToSingles(metadata.HeadLength);
        int values = metadata.Mixtures * metadata.Dimension;
        return new MdrnnWeights(
            metadata.Dimension, units, metadata.Mixtures, layers,
            Part(0, values), Part(values, values), Part(2 * values, metadata.Mixtures));

        LinearWeights Part(int first, int count) => new(
            head.AsSpan(first * units, count * units).ToArray(), headBias.AsSpan(first, count).ToArray());

        OnnxWeights Find(string name) => onnx.Weights.FirstOrDefault(weights => weights.Name == name) ??
            throw new InvalidDataException($"has no weights {name}: impsy-trainer did not make this file");
    }

    /// <summary>(4U, columns) with the gates in our order, without a gain.</summary>
    private static float[] Reorder(float[] rows, int units, int columns, float gain)
    {
        int block = units * columns;
        float[] reordered = new float[4 * block];
        for (int gate = 0; gate < s_gatePlace.Length; gate++)
        {
            ReadOnlySpan<float> from = rows.AsSpan(s_gatePlace[gate] * block, block);
            for (int i = 0; i < block; i++)
                reordered[gate * block + i] = from[i] / gain;
        }
        return reordered;
    }
}
