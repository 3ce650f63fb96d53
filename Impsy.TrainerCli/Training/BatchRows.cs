namespace Impsy.TrainerCli.Training;

/// <summary>Some rows of a batch that follow each other: whole steps.</summary>
internal readonly record struct BatchRows(int First, int Count)
{
    /// <param name="values">(rows of the batch, columns).</param>
    public Span<float> Of(AlignedFloats values, int columns) => values.Slice(First * columns, Count * columns);

    /// <param name="values">(rows of the batch, columns).</param>
    public ReadOnlySpan<float> Of(ReadOnlySpan<float> values, int columns) =>
        values.Slice(First * columns, Count * columns);
}
