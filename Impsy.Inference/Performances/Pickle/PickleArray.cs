namespace Impsy.Inference.Performances.Pickle;

/// <summary>
/// A NumPy array out of a pickle. Empty until BUILD fills it; then it holds either raw bytes (numbers) or a list
/// (Python objects).
/// </summary>
internal sealed class PickleArray
{
    public int[] Shape { get; set; } = [];

    public PickleElementType? Type { get; set; }

    public bool IsFortranOrder { get; set; }

    /// <summary>A part of the pickle itself, not a copy.</summary>
    public ReadOnlyMemory<byte>? Data { get; set; }

    public PickleList? Items { get; set; }
}
