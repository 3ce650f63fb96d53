using System.Runtime.InteropServices;

namespace Impsy.TrainerCli.Onnx;

/// <summary>One initializer of an ONNX file.</summary>
/// <param name="Type">TensorProto.DataType.</param>
/// <param name="Data">raw_data, little-endian.</param>
internal sealed record OnnxWeights(string Name, int Type, IReadOnlyList<long> Shape, byte[] Data)
{
    private const int FloatType = 1;

    /// <summary>"float32 (1, 256, 9)".</summary>
    public string Description => $"{TypeName} ({string.Join(", ", Shape)})";

    /// <summary>As the file has them.</summary>
    /// <exception cref="InvalidDataException">They are of another type, or not as many.</exception>
    public float[] ToSingles(params ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long size in shape)
            count *= size;
        if (Type != FloatType || !shape.SequenceEqual([.. Shape]) || Data.Length != count * sizeof(float))
        {
            throw new InvalidDataException(
                $"{Name}: expected float32 ({string.Join(", ", shape.ToArray())}), found {Description}");
        }
        return MemoryMarshal.Cast<byte, float>(Data).ToArray();
    }

    private string TypeName => Type switch
    {
        FloatType => "float32",
        3 => "int8",
        7 => "int64",
        10 => "float16",
        _ => $"type {Type}",
    };
}
