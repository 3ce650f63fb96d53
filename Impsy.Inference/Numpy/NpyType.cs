using System.Diagnostics.CodeAnalysis;

namespace Impsy.Inference.Numpy;

/// <summary>The element types that are read; all little-endian.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "NumPy's own names.")]
public enum NpyType
{
    Float32,
    Float64,
    Int32,
    Int64,
}
