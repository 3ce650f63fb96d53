namespace Impsy.Inference.Performances;

/// <summary>
/// Reads performance logs, ours and Python IMPSY's, into takes. Rows that cannot be used are left out and counted by
/// reason; no content of a file makes it throw. A path that cannot be read does: that is the caller's mistake.
/// Any thread.
/// </summary>
public static class LogReader
{
    /// <param name="path">A log; or a folder: every log of the dimension in it, in the order of names.</param>
    /// <param name="dimension">Values per event including the time delta: 2..65.</param>
    /// <exception cref="IOException">The path is not there, or the device fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The path may not be read.</exception>
    public static LogReading Read(string path, int dimension, LogReadOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, LogFileName.LeastDimension);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimension, LogFileName.MostDimension);
        if (!(options.GapSeconds > 0))
            throw new ArgumentOutOfRangeException(nameof(options), options.GapSeconds, "the gap must be above 0 s");
        string[] files = Directory.Exists(path) ? FindLogs(path, dimension) : [path];
        List<Take> takes = [];
        List<LogProblem> problems = [];
        long interfaceRows = 0, rnnRows = 0, gaps = 0;
        foreach (string file in files)
        {
            LogFile log = new(file, dimension, options);
            takes.AddRange(log.Takes);
            problems.AddRange(log.Problems);
            interfaceRows += log.InterfaceRows;
            rnnRows += log.RnnRows;
            gaps += log.Gaps;
        }
        long events = takes.Sum(take => (long)take.EventCount);
        return new LogReading(
            takes, new LogReport(files.Length, takes.Count, events, interfaceRows, rnnRows, gaps, problems));
    }

    /// <summary>Full paths of the logs of a dimension that lie in a folder itself, by name.</summary>
    public static string[] FindLogs(string folder, int dimension)
    {
        // Ordinal, because the public split of takes into training and validation goes by this order.
        string[] files = Directory.GetFiles(folder, "*" + LogFileName.Suffix(dimension));
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }
}
