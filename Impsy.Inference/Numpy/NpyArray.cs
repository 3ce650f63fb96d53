using System.Runtime.InteropServices;

namespace Impsy.Inference.Numpy;

/// <summary>
/// One array of an .npz file, whole in memory, its elements in C order (the last index runs fastest).
/// </summary>
public sealed class NpyArray
{
    private readonly byte[] _data;

    internal NpyArray(NpyHeader header, byte[] data)
    {
        Type = header.Type;
        Shape = header.Shape;
        _data = header.IsFortranOrder && header.Shape.Length > 1
            ? ToCOrder(data, header.Shape, NpyHeader.BytesOf(header.Type))
            : data;
    }

    public NpyType Type { get; }

    /// <summary>Empty for a single number.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>As Python writes it, e.g. "(256, 9)".</summary>
    public string ShapeText => Shape.Count == 1 ? $"({Shape[0]},)" : $"({string.Join(", ", Shape)})";

    /// <summary>The elements as float32; doubles are rounded.</summary>
    /// <exception cref="InvalidDataException">It holds whole numbers, which a float32 need not hold.</exception>
    public float[] ToSingles() => Type switch
    {
        NpyType.Float32 => MemoryMarshal.Cast<byte, float>(_data).ToArray(),
        NpyType.Float64 => Array.ConvertAll(MemoryMarshal.Cast<byte, double>(_data).ToArray(), value => (float)value),
        _ => throw new InvalidDataException($"expected an array of floating-point numbers, found {Type}"),
    };

    /// <summary>The elements as float64.</summary>
    /// <exception cref="InvalidDataException">It holds whole numbers.</exception>
    public double[] ToDoubles() => Type switch
    {
        NpyType.Float64 => MemoryMarshal.Cast<byte, double>(_data).ToArray(),
        NpyType.Float32 => Array.ConvertAll(MemoryMarshal.Cast<byte, float>(_data).ToArray(), value => (double)value),
        _ => throw new InvalidDataException($"expected an array of floating-point numbers, found {Type}"),
    };

    /// <summary>The elements as 64-bit whole numbers.</summary>
    /// <exception cref="InvalidDataException">It holds floating-point numbers.</exception>
    public long[] ToInt64() => Type switch
    {
        NpyType.Int64 => MemoryMarshal.Cast<byte, long>(_data).ToArray(),
        NpyType.Int32 => Array.ConvertAll(MemoryMarshal.Cast<byte, int>(_data).ToArray(), value => (long)value),
        _ => throw new InvalidDataException($"expected an array of whole numbers, found {Type}"),
    };

    /// <summary>Walks the elements in Fortran order (first index fastest), placing each where C has it.</summary>
    private static byte[] ToCOrder(byte[] fortran, int[] shape, int size)
    {
        byte[] ordered = new byte[fortran.Length];
        long[] strides = new long[shape.Length]; // in elements, of C order
        long stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        int[] index = new int[shape.Length];
        long place = 0;
        for (int from = 0; from < fortran.Length; from += size)
        {
            fortran.AsSpan(from, size).CopyTo(ordered.AsSpan((int)(place * size)));
            for (int axis = 0; axis < shape.Length; axis++)
            {
                place += strides[axis];
                if (++index[axis] < shape[axis])
                    break;
                place -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
        return ordered;
    }
}
