using System.IO.Compression;
using System.Text;
using Impsy.Inference.Performances.Pickle;

namespace Impsy.Inference.Performances;

/// <summary>
/// Writes a dataset that Python IMPSY reads: byte for byte the perfs.npy that NumPy 1.x writes for a one-dimensional
/// object array of float32 (T, D) arrays. Takes are compressed one after the other; nothing is held. Any thread.
/// </summary>
public static class DatasetWriter
{
    /// <summary>A header is padded so that what follows starts at a multiple of this.</summary>
    private const int Alignment = 64;

    /// <summary>The same dataset gives the same file: a zip entry carries a time, and this is the earliest.</summary>
    private static readonly DateTimeOffset s_time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="takes">Their events are written, not their openings; at least one each, all equally wide.</param>
    /// <param name="stream">Not owned; need not be seekable.</param>
    /// <exception cref="ArgumentException">No takes, one without events, or of different dimensions.</exception>
    public static void Write(IReadOnlyList<Take> takes, Stream stream)
    {
        if (takes.Count == 0)
            throw new ArgumentException("a dataset needs a take", nameof(takes));
        if (takes.Any(take => take.EventCount == 0 || take.Dimension != takes[0].Dimension))
            throw new ArgumentException("takes need events, all of one dimension", nameof(takes));
        using ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);
        ZipArchiveEntry entry = archive.CreateEntry("perfs.npy", CompressionLevel.Optimal);
        entry.LastWriteTime = s_time;
        using BufferedStream array = new(entry.Open(), 1 << 16);
        WriteHeader(takes.Count, array);
        new PickleWriter(array).Write(takes);
    }

    private static void WriteHeader(int count, Stream stream)
    {
        string dictionary = $"{{'descr': '|O', 'fortran_order': False, 'shape': ({count},), }}";
        int fixedLength = 10 + dictionary.Length + 1; // magic, version, length; newline
        int padding = (Alignment - fixedLength % Alignment) % Alignment;
        int length = dictionary.Length + padding + 1;
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(dictionary + new string(' ', padding) + "\n"));
    }
}
