using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Impsy.TrainerCli.Training;

/// <summary>Writes a NumPy archive of plain arrays, stored: weights hardly compress. One thread.</summary>
/// <param name="stream">Left open.</param>
internal sealed class NpzWriter(Stream stream) : IDisposable
{
    private const int HeaderMultiple = 64;
    private const int PrefixLength = 10; // magic, version, length

    /// <summary>The earliest time that a zip file can hold, always, so that the same arrays give the same bytes.</summary>
    private static readonly DateTimeOffset s_time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive _archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);

    /// <param name="shape">None: one dimension.</param>
    public void Add(string name, float[] values, params ReadOnlySpan<int> shape) =>
        Add(name, "<f4", values.Length, MemoryMarshal.AsBytes(values.AsSpan()), shape);

    public void Add(string name, double[] values) =>
        Add(name, "<f8", values.Length, MemoryMarshal.AsBytes(values.AsSpan()), []);

    public void Add(string name, long[] values) =>
        Add(name, "<i8", values.Length, MemoryMarshal.AsBytes(values.AsSpan()), []);

    public void Dispose() => _archive.Dispose();

    private void Add(string name, string type, int count, ReadOnlySpan<byte> data, ReadOnlySpan<int> shape)
    {
        StringBuilder tuple = new();
        foreach (int size in shape.IsEmpty ? [count] : shape)
            tuple.Append(CultureInfo.InvariantCulture, $"{size}, ");
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({tuple}), }}";
        int length = (PrefixLength + header.Length) / HeaderMultiple * HeaderMultiple + HeaderMultiple - PrefixLength;
        ZipArchiveEntry entry = _archive.CreateEntry(name + ".npy", CompressionLevel.NoCompression);
        entry.LastWriteTime = s_time;
        using Stream to = entry.Open();
        to.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8)]);
        to.Write(Encoding.ASCII.GetBytes(header.PadRight(length - 1) + "\n"));
        to.Write(data);
    }
}
