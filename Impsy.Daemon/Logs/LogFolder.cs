using Impsy.Hardware.Linux;
using Impsy.Inference.Performances;

namespace Impsy.Daemon.Logs;

/// <summary>
/// Where the logs lie: names new ones and, only when a limit is set, deletes the oldest. Writer thread only; no part
/// of the steady state, so it may allocate.
/// </summary>
/// <param name="maxBytes">That all logs together may take when a new one is begun; 0 for no limit.</param>
internal sealed class LogFolder(string path, long maxBytes, LogDisk disk, ILogger logger)
{
    private const int MostNames = 3600; // an hour of starts in the same second

    public string Path => path;

    /// <summary>
    /// Begins a log. Its name is the second of its first row, or, when that is taken, the next free one: a board
    /// without a clock may start at the same time every day.
    /// </summary>
    /// <param name="wallMicroseconds">Of the first row.</param>
    public FileError TryCreate(long wallMicroseconds, int dimension, out AppendFile? file)
    {
        FileError error = TryCreateNamed(wallMicroseconds, dimension, out file);
        if (error.IsMissing)
        {
            error = AppendFile.TryCreateFolder(path);
            if (error.IsNone)
                error = TryCreateNamed(wallMicroseconds, dimension, out file);
        }
        if (file is not null && maxBytes > 0)
            TryMakeRoom(System.IO.Path.GetFileName(file.Path));
        return error;
    }

    private FileError TryCreateNamed(long wallMicroseconds, int dimension, out AppendFile? file)
    {
        DateTime start = CivilTime.ToDateTime(wallMicroseconds);
        FileError error = FileError.None;
        file = null;
        for (int second = 0; second < MostNames; second++)
        {
            string name = new LogFileName(start.AddSeconds(second), dimension).ToString();
            error = disk.Create(System.IO.Path.Combine(path, name), out file);
            if (!error.IsExists)
                break;
        }
        return error;
    }

    private void TryMakeRoom(string current)
    {
        long freed = 0;
        int deleted = 0;
        try
        {
            // By name: that is the order of play, while a copied file has the time of its copying.
            (string Path, long Bytes)[] logs = [.. new DirectoryInfo(path).EnumerateFiles()
                .Where(file => file.Name != current && LogFileName.TryParse(file.Name, out _))
                .OrderBy(file => file.Name, StringComparer.Ordinal)
                .Select(file => (file.FullName, file.Length))];
            long total = logs.Sum(log => log.Bytes);
            for (; deleted < logs.Length && total - freed > maxBytes; deleted++)
            {
                File.Delete(logs[deleted].Path);
                freed += logs[deleted].Bytes;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogNotices.NoRoomMade(logger, failure.Message); // the new log is written all the same
        }
        if (deleted > 0)
            LogNotices.MadeRoom(logger, deleted, freed / LogOptions.Mebibyte);
    }
}
