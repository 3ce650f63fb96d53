namespace Impsy.Inference.Performances;

/// <summary>
/// Uninterrupted playing: rows of [dt, x_1 … x_(D-1)], dt in seconds since the row before. A log's first row has no row
/// before it, so it gives no event; it is kept as the opening, with dt 0, because a model that is scored on the first
/// event must hear where the controls stood. Immutable.
/// </summary>
public sealed class Take
{
    private readonly ReadOnlyMemory<float> _rows;

    /// <param name="name">Of the log, without folder.</param>
    /// <param name="dimension">Values per row including dt: 2..65.</param>
    /// <param name="rows">(R, D), owned by the take from now on.</param>
    /// <param name="hasOpening">Whether row 0 is an opening; datasets hold events only.</param>
    public Take(string name, int dimension, float[] rows, bool hasOpening)
        : this(name, dimension, rows.AsMemory(), hasOpening)
    {
    }

    /// <inheritdoc cref="Take(string, int, float[], bool)"/>
    internal Take(string name, int dimension, ReadOnlyMemory<float> rows, bool hasOpening)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, LogFileName.LeastDimension);
        if (rows.Length % dimension != 0 || (hasOpening && rows.Length == 0))
            throw new ArgumentException($"{name}: {rows.Length} values are no rows of {dimension}", nameof(rows));
        Name = name;
        Dimension = dimension;
        HasOpening = hasOpening;
        _rows = rows;
    }

    public string Name { get; }

    public int Dimension { get; }

    public bool HasOpening { get; }

    /// <summary>The opening, if there is one, and the events.</summary>
    public int RowCount => _rows.Length / Dimension;

    public int EventCount => RowCount - (HasOpening ? 1 : 0);

    /// <summary>(R, D): the opening, if there is one, and the events.</summary>
    public ReadOnlySpan<float> Rows => _rows.Span;

    /// <summary>(D), or empty.</summary>
    public ReadOnlySpan<float> Opening => HasOpening ? Rows[..Dimension] : default;

    /// <summary>(T, D): what Python IMPSY's datasets hold.</summary>
    public ReadOnlySpan<float> Events => Rows[(HasOpening ? Dimension : 0)..];

    /// <summary>Some rows of it, which are shared, not copied.</summary>
    /// <param name="hasOpening">Whether the first of them is only heard, as its dt belongs to what is left out.</param>
    public Take Part(int firstRow, int rowCount, bool hasOpening) =>
        new(Name, Dimension, _rows.Slice(firstRow * Dimension, rowCount * Dimension), hasOpening);
}
