using System.IO.Compression;

namespace Impsy.Inference.Numpy;

/// <summary>
/// A NumPy archive: a zip of .npy entries, stored or deflated. Reads plain arrays of numbers and nothing else; what a
/// file claims is checked before memory is taken for it. Every error names the file and the entry. One thread.
/// </summary>
public sealed class NpzFile : IDisposable
{
    /// <summary>Deflate cannot do better than 1032 to 1, so who claims more lies.</summary>
    private const long DeflateLimit = 1032;

    private const string Extension = ".npy";

    private readonly string _name;
    private readonly ZipArchive _archive;

    /// <exception cref="InvalidDataException">It is no zip archive.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public NpzFile(string path)
        : this(File.OpenRead(path), path)
    {
    }

    /// <param name="stream">Seekable; disposed with this.</param>
    /// <param name="name">For messages.</param>
    public NpzFile(Stream stream, string name)
    {
        _name = name;
        try
        {
            _archive = new ZipArchive(stream, ZipArchiveMode.Read);
            _ = _archive.Entries; // reads the directory now, so that a broken one is found here
        }
        catch (InvalidDataException failure)
        {
            stream.Dispose();
            throw new InvalidDataException($"{name}: is no .npz file: {failure.Message}");
        }
    }

    /// <summary>The names of the arrays, without .npy, in the order of the file.</summary>
    public IReadOnlyList<string> Names =>
    [
        .. _archive.Entries
            .Where(entry => entry.FullName.EndsWith(Extension, StringComparison.Ordinal))
            .Select(entry => entry.FullName[..^Extension.Length]),
    ];

    /// <exception cref="InvalidDataException">It is not there, or not a plain array of numbers.</exception>
    public NpyArray Read(string array)
    {
        ZipArchiveEntry entry = _archive.GetEntry(array + Extension)
            ?? throw new InvalidDataException(
                $"{_name}: {array}: is not there; the file has {string.Join(", ", Names)}");
        try
        {
            return Read(entry);
        }
        catch (Exception failure) when (failure is InvalidDataException or NotSupportedException)
        {
            throw new InvalidDataException($"{_name}: {array}: {failure.Message}");
        }
    }

    public void Dispose() => _archive.Dispose();

    private static NpyArray Read(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        (NpyHeader header, int headerSize) = NpyHeader.Read(stream);
        long size = (long)header.Length * NpyHeader.BytesOf(header.Type);
        if (entry.Length != headerSize + size)
        {
            throw new InvalidDataException(
                $"expected {size} bytes of data for its shape, found {entry.Length - headerSize}");
        }
        if (size > Array.MaxLength)
            throw new InvalidDataException($"has {size} bytes of data; at most {Array.MaxLength} are read");
        if (entry.Length > (entry.CompressedLength + 64) * DeflateLimit)
        {
            throw new InvalidDataException(
                $"claims {entry.Length} bytes out of {entry.CompressedLength} compressed ones");
        }
        byte[] data = new byte[size];
        int read = stream.ReadAtLeast(data, data.Length, throwOnEndOfStream: false);
        if (read != data.Length)
            throw new InvalidDataException($"expected {size} bytes of data, found {read}");
        return new NpyArray(header, data);
    }
}
