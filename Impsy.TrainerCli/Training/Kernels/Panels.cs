namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>
/// How a matrix of weights (depth, columns) lies in memory: panels of 32 columns, each (depth, 32) in a row, so that
/// a kernel walks one panel from end to end. columns is a multiple of 32.
/// </summary>
internal static class Panels
{
    public const int Width = 32;

    public static int Index(int row, int column, int depth) =>
        column / Width * depth * Width + row * Width + column % Width;

    /// <summary>Writes the transposed of a matrix as panels of its own.</summary>
    /// <param name="from">(depth, columns) in panels; both are multiples of 32.</param>
    /// <param name="to">(columns, depth) in panels.</param>
    public static void Transpose(ReadOnlySpan<float> from, Span<float> to, int depth, int columns)
    {
        for (int column = 0; column < columns; column += Width)
        {
            for (int row = 0; row < depth; row += Width)
            {
                ReadOnlySpan<float> source = from.Slice(Index(row, column, depth), Width * Width);
                Span<float> target = to.Slice(Index(column, row, columns), Width * Width);
                for (int i = 0; i < Width; i++)
                {
                    for (int j = 0; j < Width; j++)
                        target[j * Width + i] = source[i * Width + j];
                }
            }
        }
    }
}
