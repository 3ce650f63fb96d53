using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Logs;

/// <summary>
/// Watches what is free on the disk of the logs, at most once a second, and says so aloud when something changes.
/// Writer thread only; allocates only on a change.
/// </summary>
internal sealed class DiskSpace(string folder, LogOptions options, LogDisk disk, ILogger logger)
{
    private const long CheckNs = MonotonicClock.NanosecondsPerSecond;

    private long _nextCheck = long.MinValue;
    private volatile LogState _state = LogState.Logging;

    /// <summary>Logging, PlayerOnly or DiskFull. Any thread.</summary>
    public LogState State => _state;

    /// <summary>When to look again although there is nothing to write: only while something is withheld.</summary>
    public long NextCheck => State == LogState.Logging ? long.MaxValue : _nextCheck;

    /// <param name="now">Monotonic nanoseconds.</param>
    public void Check(long now)
    {
        if (now < _nextCheck)
            return;
        _nextCheck = now + CheckNs;
        // A folder that is not there yet has no disk to ask; creating the log will tell.
        if (!disk.FreeBytes(folder, out long free).IsNone)
            free = long.MaxValue;
        LogState state = Judge(free);
        if (state == State)
            return;
        _state = state;
        long megabytes = free / LogOptions.Mebibyte;
        if (state == LogState.PlayerOnly)
            LogNotices.PlayerOnly(logger, folder, megabytes);
        else if (state == LogState.DiskFull)
            LogNotices.DiskFull(logger, folder, megabytes);
        else
            LogNotices.SpaceReturned(logger, folder, megabytes);
    }

    /// <summary>
    /// What was withheld comes back with a quarter more than it went with, or every second would change its mind.
    /// </summary>
    private LogState Judge(long free)
    {
        long least = options.LeastFree;
        long leastForPredictions = options.LeastFreeForPredictions;
        if (State == LogState.DiskFull)
            least += least / 4;
        if (State != LogState.Logging)
            leastForPredictions += leastForPredictions / 4;
        return free < least ? LogState.DiskFull
            : free < leastForPredictions ? LogState.PlayerOnly
            : LogState.Logging;
    }
}
