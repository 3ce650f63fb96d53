namespace Impsy.TrainerCli.Onnx;

/// <summary>
/// A matrix as DynamicQuantizeLSTM wants it: int8, transposed to (1, inputs, 4U), with a scale and a zero point for
/// each of the 4U rows. Symmetric: the largest weight of a row becomes 127, and zero stays zero.
/// </summary>
internal static class Int8Weights
{
    /// <param name="matrix">(rows, columns).</param>
    public static void Add(OnnxGraph graph, string name, float[] matrix, int rows, int columns)
    {
        sbyte[] quantized = new sbyte[rows * columns];
        float[] scales = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            float largest = 0;
            foreach (float weight in matrix.AsSpan(row * columns, columns))
                largest = MathF.Max(largest, MathF.Abs(weight));
            scales[row] = largest == 0 ? 1 : largest / 127; // a row of zeros has no scale; any will do
            for (int column = 0; column < columns; column++)
            {
                float steps = MathF.Round(matrix[row * columns + column] / scales[row]);
                quantized[column * rows + row] = (sbyte)Math.Clamp(steps, -127, 127);
            }
        }
        graph.AddWeights(name, [1, columns, rows], quantized);
        graph.AddWeights(name + ".scale", [1, rows], scales);
        graph.AddWeights(name + ".zero", [1, rows], new sbyte[rows]);
    }

    /// <summary>The names of scale and zero point, in the order of the node's inputs.</summary>
    public static string[] Parameters(string name) => [name + ".scale", name + ".zero"];
}
