using System.Globalization;
using System.Runtime.InteropServices;

namespace Impsy.TrainerCli.Import.Tflite;

/// <summary>A value of a TensorFlow Lite graph; a constant when it has data.</summary>
/// <param name="table">Tensor of the schema.</param>
/// <param name="data">Of its buffer; empty for what is computed.</param>
internal sealed class TfliteTensor(FlatTable table, ReadOnlyMemory<byte> data)
{
    private const int Float32 = 0;
    private const int Int8 = 9;

    public int[] Shape { get; } = table.Integers(0);

    public bool IsConstant => !data.IsEmpty;

    /// <summary>float32, or int8 times its scale: one for all, or one for each row.</summary>
    /// <exception cref="InvalidDataException">Of another type or size.</exception>
    public float[] ToSingles()
    {
        long count = 1;
        foreach (int size in Shape)
        {
            if (size < 0 || (count *= size) > data.Length)
                throw new InvalidDataException($"has a tensor of shape ({string.Join(", ", Shape)}) without its data");
        }
        return table.Byte(1) switch
        {
            Float32 when data.Length == sizeof(float) * count =>
                MemoryMarshal.Cast<byte, float>(data.Span).ToArray(),
            Int8 when data.Length == count => Dequantize(),
            int type => throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"has weights of type {type} in {data.Length} bytes; read are float32 and int8")),
        };
    }

    private float[] Dequantize()
    {
        FlatTable quantization = table.Table(4) ?? throw NoScale();
        float[] scales = quantization.Singles(2);
        long[] zeros = quantization.Longs(3);
        int axis = quantization.Int32(6);
        bool perRow = scales.Length != 1;
        if (scales.Length == 0 || (perRow && (axis != 0 || Shape.Length == 0 || scales.Length != Shape[0])))
            throw NoScale();
        ReadOnlySpan<sbyte> steps = MemoryMarshal.Cast<byte, sbyte>(data.Span);
        float[] values = new float[steps.Length];
        int rowLength = perRow ? steps.Length / scales.Length : steps.Length;
        for (int i = 0; i < steps.Length; i++)
        {
            int row = i / rowLength;
            long zero = zeros.Length == 0 ? 0 : zeros[Math.Min(row, zeros.Length - 1)];
            values[i] = (steps[i] - zero) * scales[row];
        }
        return values;
    }

    private static InvalidDataException NoScale() => new("has int8 weights without a scale that could be used");
}
