using System.Diagnostics.CodeAnalysis;

namespace Impsy.Inference;

/// <summary>How a model file stores its weights.</summary>
public enum Quantization
{
    /// <summary>float32.</summary>
    None,

    /// <summary>float16 in the file, float32 once loaded: half the file, the same speed and memory.</summary>
    Fp16,

    /// <summary>LSTM weights as int8 with a scale per row, in memory too; the head stays float32.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "The format's own name.")]
    Int8,
}
