using Impsy.TrainerCli.Models;
using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Training;

/// <summary>Weights between the two forms they have: arrays by name and purpose, and one padded array that trains.</summary>
internal static class PackedWeights
{
    /// <param name="parameters">(Count) packed.</param>
    public static MdrnnWeights Unpack(NetworkShape shape, ReadOnlySpan<float> parameters)
    {
        MdrnnWeights weights = Empty(shape);
        float[] packed = parameters.ToArray();
        ForEach(shape, weights, (values, index, place) => values[index] = packed[place]);
        return weights;
    }

    /// <returns>(Count) packed; padding is zero.</returns>
    public static float[] Pack(NetworkShape shape, MdrnnWeights weights)
    {
        float[] packed = new float[shape.Count];
        ForEach(shape, weights, (values, index, place) => packed[place] = values[index]);
        return packed;
    }

    private static MdrnnWeights Empty(NetworkShape shape)
    {
        int units = shape.Units;
        List<LstmWeights> layers = [];
        for (int l = 0; l < shape.Layers; l++)
        {
            int inputs = l == 0 ? shape.Dimension : units;
            layers.Add(new LstmWeights(new float[4 * units * inputs], new float[4 * units * units], new float[4 * units]));
        }
        int values = shape.Head.Values;
        int mixtures = shape.Head.Mixtures;
        return new MdrnnWeights(
            shape.Dimension,
            units,
            mixtures,
            layers,
            new LinearWeights(new float[values * units], new float[values]),
            new LinearWeights(new float[values * units], new float[values]),
            new LinearWeights(new float[mixtures * units], new float[mixtures]));
    }

    /// <param name="visit">Array, index in it, index in the packed parameters.</param>
    private static void ForEach(NetworkShape shape, MdrnnWeights weights, Action<float[], int, int> visit)
    {
        int units = shape.Units;
        for (int l = 0; l < shape.Layers; l++)
        {
            LstmWeights layer = weights.Layers[l];
            for (int row = 0; row < 4 * units; row++)
            {
                int column = row / units * shape.PaddedUnits + row % units; // gates are padded each
                ForRow(layer.Kernel, row, weights.Inputs(l), shape.Kernel(l), column, shape.Inputs(l), visit);
                ForRow(layer.Recurrent, row, units, shape.Recurrent(l), column, shape.PaddedUnits, visit);
                visit(layer.Bias, row, shape.Bias(l).Start + column);
            }
        }
        HeadLayout head = shape.Head;
        ForLinear(shape, weights.Means, ColumnOfValue, visit);
        ForLinear(shape, weights.Deviations, row => head.Deviations + ColumnOfValue(row), visit);
        ForLinear(shape, weights.Logits, row => head.Logits + row, visit);

        int ColumnOfValue(int row) => head.Column(row / head.Dimension, row % head.Dimension);
    }

    private static void ForLinear(
        NetworkShape shape, LinearWeights linear, Func<int, int> columnOf, Action<float[], int, int> visit)
    {
        for (int row = 0; row < linear.Bias.Length; row++)
        {
            int column = columnOf(row);
            ForRow(linear.Kernel, row, shape.Units, shape.HeadKernel, column, shape.PaddedUnits, visit);
            visit(linear.Bias, row, shape.HeadBias.Start + column);
        }
    }

    /// <summary>A row of a (outputs, inputs) array is a column of a packed (depth, columns) matrix.</summary>
    private static void ForRow(
        float[] values,
        int row,
        int length,
        ParameterSegment segment,
        int column,
        int depth,
        Action<float[], int, int> visit)
    {
        for (int i = 0; i < length; i++)
            visit(values, row * length + i, segment.Start + Panels.Index(i, column, depth));
    }
}
