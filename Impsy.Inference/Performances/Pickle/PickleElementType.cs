namespace Impsy.Inference.Performances.Pickle;

/// <summary>A NumPy dtype: its code (f4, f8 or O8) and, once built, its byte order.</summary>
internal sealed class PickleElementType(string code)
{
    public string Code => code;

    /// <summary>"&lt;" little-endian, "|" of no order; "&gt;" is refused where numbers are read.</summary>
    public string Order { get; set; } = "<";
}
