using System.Buffers.Binary;
using System.Text;

namespace Impsy.Inference.Numpy;

/// <summary>
/// The header of an .npy entry: magic, version, length, and a Python dictionary literal with exactly the keys descr,
/// fortran_order and shape. Only that much of Python is understood; everything else is refused.
/// </summary>
internal readonly record struct NpyHeader(NpyType Type, bool IsFortranOrder, int[] Shape, int Length)
{
    /// <summary>Elements of one array: 1 GB of float32, far above any model or dataset.</summary>
    private const long LargestLength = 1 << 28;

    private static readonly byte[] s_magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public static int BytesOf(NpyType type) => type is NpyType.Float32 or NpyType.Int32 ? 4 : 8;

    /// <summary>Reads up to the first byte of the data.</summary>
    /// <returns>The header and how many bytes it took.</returns>
    /// <exception cref="InvalidDataException">What is wrong with it, without a file name.</exception>
    public static (NpyHeader Header, int Size) Read(Stream stream)
    {
        Span<byte> start = stackalloc byte[8];
        Fill(stream, start);
        if (!start[..6].SequenceEqual(s_magic))
            throw new InvalidDataException("is no .npy array");
        int lengthSize = start[6] switch
        {
            1 => 2,
            2 or 3 => 4,
            _ => throw new InvalidDataException($"has .npy version {start[6]}; known are 1, 2 and 3"),
        };
        Span<byte> length = stackalloc byte[4];
        length.Clear();
        Fill(stream, length[..lengthSize]);
        uint textLength = BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (textLength > 65536) // numpy itself stops at 10,000
            throw new InvalidDataException($"has a header of {textLength} bytes");
        byte[] text = new byte[textLength];
        Fill(stream, text);
        return (Parse(Encoding.Latin1.GetString(text)), 8 + lengthSize + text.Length);
    }

    private static NpyHeader Parse(string text)
    {
        string trimmed = text.Trim();
        string descr = Value(trimmed, "descr");
        bool isString = descr.Length > 1 && descr[0] is '\'' or '"';
        NpyType type = (isString ? descr[1..^1] : descr) switch
        {
            "<f4" => NpyType.Float32,
            "<f8" => NpyType.Float64,
            "<i4" => NpyType.Int32,
            "<i8" => NpyType.Int64,
            "|O" => throw new InvalidDataException("holds Python objects; only plain numbers are read"),
            string other => throw new InvalidDataException(
                $"has elements of type {other}; read are <f4, <f8, <i4 and <i8"),
        };
        bool isFortranOrder = Value(trimmed, "fortran_order") switch
        {
            "True" => true,
            "False" => false,
            string other => throw new InvalidDataException($"has fortran_order {other}"),
        };
        int[] shape = ParseShape(trimmed, out int length);
        return new NpyHeader(type, isFortranOrder, shape, length);
    }

    /// <summary>The text from behind "'key':" to the next comma or brace.</summary>
    private static string Value(string header, string key)
    {
        string quoted = $"'{key}':";
        int start = header.IndexOf(quoted, StringComparison.Ordinal);
        if (start < 0)
            throw new InvalidDataException($"has no {key} in its header");
        start += quoted.Length;
        int end = header.IndexOfAny([',', '}'], start);
        if (end < 0)
            throw new InvalidDataException($"has a header that ends within {key}");
        return header[start..end].Trim();
    }

    private static int[] ParseShape(string header, out int length)
    {
        _ = Value(header, "shape"); // says so when the key is missing
        int start = header.IndexOf("'shape':", StringComparison.Ordinal) + "'shape':".Length;
        int open = header.IndexOf('(', start);
        int close = open < 0 ? -1 : header.IndexOf(')', open);
        if (close < 0 || header[start..open].Trim().Length != 0)
            throw new InvalidDataException("has a shape that is no tuple");
        string[] parts = header[(open + 1)..close].Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int[] shape = new int[parts.Length];
        long total = 1;
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], out shape[i]) || shape[i] < 0)
                throw new InvalidDataException($"has a shape with '{parts[i]}' in it");
            total *= shape[i];
            if (total > LargestLength)
                throw new InvalidDataException($"has more than {LargestLength} elements");
        }
        length = (int)total;
        return shape;
    }

    private static void Fill(Stream stream, Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) != bytes.Length)
            throw new InvalidDataException("ends within its header");
    }
}
