using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Impsy.Inference.Numpy;
using Impsy.Inference.Performances.Pickle;

namespace Impsy.Inference.Performances;

/// <summary>
/// Reads a dataset, ours or Python IMPSY's: an .npz archive with perfs, an object array of float (T, D) arrays. NumPy
/// makes two other forms of the same when all takes are equally long, and both are read, too. Any thread.
/// </summary>
public static class DatasetReader
{
    private const string ArrayName = "perfs";

    /// <summary>1 GB, which is 28 million events of nine values.</summary>
    private const long LargestEntry = 1 << 30;

    /// <summary>Deflate cannot do better than 1032 to 1, so who claims more lies.</summary>
    private const long DeflateLimit = 1032;

    /// <exception cref="InvalidDataException">No dataset, or one that asks for more than arrays of numbers.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static DatasetReading Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Read(file, path);
    }

    /// <param name="stream">Seekable; not owned.</param>
    /// <param name="name">For messages.</param>
    /// <inheritdoc cref="Read(string)"/>
    public static DatasetReading Read(Stream stream, string name)
    {
        try
        {
            using ZipArchive archive = new(stream, ZipArchiveMode.Read, leaveOpen: true);
            ZipArchiveEntry entry = archive.GetEntry(ArrayName + ".npy")
                ?? throw new InvalidDataException($"has no {ArrayName}: is no dataset");
            ReadOnlyMemory<byte> content = ReadEntry(entry);
            return DatasetTakes.From(ReadArrays(content), content.Length, Path.GetFileName(name));
        }
        catch (Exception failure) when (failure is InvalidDataException or NotSupportedException)
        {
            throw new InvalidDataException($"{name}: {failure.Message}");
        }
    }

    private static byte[] ReadEntry(ZipArchiveEntry entry)
    {
        if (entry.Length > LargestEntry)
            throw new InvalidDataException($"has {entry.Length} bytes of takes; at most {LargestEntry} are read");
        if (entry.Length > (entry.CompressedLength + 64) * DeflateLimit)
        {
            throw new InvalidDataException(
                $"claims {entry.Length} bytes out of {entry.CompressedLength} compressed ones");
        }
        byte[] content = new byte[entry.Length];
        using Stream stream = entry.Open();
        if (stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) != content.Length)
            throw new InvalidDataException("ends within its takes");
        return content;
    }

    /// <summary>The takes as arrays (T, D); from a single array of three axes, as one such array.</summary>
    private static PickleArray ReadArrays(ReadOnlyMemory<byte> content)
    {
        ReadOnlySpan<byte> bytes = content.Span;
        if (bytes.Length < 12 || !bytes[1..6].SequenceEqual("NUMPY"u8))
            throw new InvalidDataException("is no .npy array");
        int start = bytes[6] == 1 ? 10 : 12;
        long length = bytes[6] == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..])
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (length > bytes.Length - start)
            throw new InvalidDataException("ends within its header");
        string header = Encoding.Latin1.GetString(bytes.Slice(start, (int)length));
        return header.Contains("'descr': '|O'", StringComparison.Ordinal)
            ? new PickleReader(content[(start + (int)length)..]).Read()
            : ReadPlain(content);
    }

    /// <summary>Numbers without objects around them: takes of one length, saved by somebody's own script.</summary>
    private static PickleArray ReadPlain(ReadOnlyMemory<byte> content)
    {
        using MemoryStream stream = new(content.ToArray());
        (NpyHeader header, int size) = NpyHeader.Read(stream);
        if (header.Shape.Length != 3 || header.Type is not (NpyType.Float32 or NpyType.Float64))
            throw new InvalidDataException("is no dataset: perfs holds no takes of events");
        return new PickleArray
        {
            Shape = header.Shape,
            Type = new PickleElementType(header.Type == NpyType.Float32 ? "f4" : "f8"),
            IsFortranOrder = header.IsFortranOrder,
            Data = content[size..],
        };
    }
}
