using Impsy.Daemon.Logs;
using Impsy.Hardware.Linux;
using Impsy.Inference.Performances;

namespace Impsy.Daemon.Tests.Logs;

/// <summary>
/// A log writer on a folder of its own, in virtual time: second 0 is 2019-01-17T12:37:38.109979 in the log.
/// </summary>
internal sealed class LogBench : IDisposable
{
    public const long Second = MonotonicClock.NanosecondsPerSecond;

    public static readonly WallAnchor Anchor = new(1547728658109979, 0);

    private readonly string _root = Directory.CreateTempSubdirectory("impsy-log-").FullName;

    public LogBench(LogOptions? options = null, LogDisk? disk = null)
    {
        LogOptions chosen = options ?? LogOptions.Default;
        // Plenty of room unless a test says otherwise: the machine that runs the tests may have little.
        LogDisk chosenDisk = disk ?? new LogDisk(AppendFile.TryCreate, Plenty);
        Folder = Path.Combine(_root, "logs");
        LogFolder folder = new(Folder, chosen.MaxMegabytes * LogOptions.Mebibyte, chosenDisk, Logger);
        DiskSpace space = new(Folder, chosen, chosenDisk, Logger);
        Writer = new LogWriter(folder, chosen, space, Flusher, Anchor, Logger);
    }

    public ListLogger Logger { get; } = new();

    public LogFlusher Flusher { get; } = new();

    public LogWriter Writer { get; }

    /// <summary>Not there at first.</summary>
    public string Folder { get; }

    /// <summary>Every log by name, with its text.</summary>
    public (string Name, string Text)[] Logs => Directory.Exists(Folder)
        ? [.. new DirectoryInfo(Folder).GetFiles().OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => (file.Name, File.ReadAllText(file.FullName)))]
        : [];

    /// <summary>What was said, with the folder's name left out.</summary>
    public string[] Said => [.. Logger.Lines.Select(line => line.Replace(Folder, "logs"))];

    public static FileError Plenty(string folder, out long bytes)
    {
        bytes = long.MaxValue;
        return FileError.None;
    }

    public static LogRow Row(double seconds, LogSource source, params ReadOnlySpan<float> controls)
    {
        LogRow row = new() { MonotonicNs = Nanoseconds(seconds), Source = source, Count = (byte)controls.Length };
        controls.CopyTo(row.Controls);
        return row;
    }

    /// <summary>A batch of one row, at the time of the row.</summary>
    public void Play(double seconds, LogSource source, params ReadOnlySpan<float> controls)
    {
        Writer.Add(Row(seconds, source, controls), Nanoseconds(seconds));
        Writer.EndBatch(Nanoseconds(seconds));
    }

    public static long Nanoseconds(double seconds) => (long)Math.Round(seconds * Second);

    public void Dispose()
    {
        Flusher.Dispose();
        Directory.Delete(_root, recursive: true);
    }
}
