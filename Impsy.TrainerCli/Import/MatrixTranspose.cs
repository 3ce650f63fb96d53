namespace Impsy.TrainerCli.Import;

/// <summary>Keras multiplies from the left, x @ W; our kernels stand the other way.</summary>
internal static class MatrixTranspose
{
    /// <param name="matrix">(rows, columns).</param>
    /// <returns>(columns, rows).</returns>
    public static float[] Of(float[] matrix, int rows, int columns)
    {
        float[] transposed = new float[matrix.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                transposed[column * rows + row] = matrix[row * columns + column];
        }
        return transposed;
    }
}
