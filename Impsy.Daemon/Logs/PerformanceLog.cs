using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;
using Impsy.Inference.Performances;

namespace Impsy.Daemon.Logs;

/// <summary>
/// Keeps what is played, the player's and the model's. The performance thread only puts a row into a ring; a thread of
/// ordinary priority writes it within 50 ms, so that a kill loses no more than that, and a disk that is slow, full or
/// gone never stops the playing. A file begins with the first row after the start, or after a change of dimension, and
/// is named for the second of that row: a start without play leaves no file. Construct and start it from a thread of
/// ordinary priority, which its threads inherit.
/// </summary>
internal sealed class PerformanceLog : IDisposable
{
    // For a disk that blocks: two minutes of the densest playing measured (1542 events in one), 0.8 s of 5,000 rows/s.
    private const int Capacity = 4096;
    private const int GatherMs = 20; // rows of a burst share one write
    private const int CloseMs = 2000;
    private const int Nice = -10; // with 20 busy threads on two cores, an ordinary one keeps rows for over 100 ms

    private readonly SpscRing<LogRow> _ring = new(Capacity);
    private readonly EventFd _bell = new();
    private readonly LogFlusher _flusher = new();
    private readonly LogWriter _writer;
    private readonly LogOptions _options;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private long _dropped;
    private volatile bool _stopping;
    private volatile bool _broken;

    /// <param name="folder">Created with the first row when it is not there.</param>
    public PerformanceLog(string folder, LogOptions options, ILogger logger)
        : this(folder, options, LogDisk.Real, WallAnchor.Now(), logger)
    {
    }

    internal PerformanceLog(string folder, LogOptions options, LogDisk disk, WallAnchor anchor, ILogger logger)
    {
        _options = options;
        _logger = logger;
        LogFolder logs = new(folder, options.MaxMegabytes * LogOptions.Mebibyte, disk, logger);
        DiskSpace space = new(folder, options, disk, logger);
        _writer = new LogWriter(logs, options, space, _flusher, anchor, logger);
        _thread = new Thread(Run) { Name = "log", IsBackground = true };
    }

    /// <summary>Rows that the kernel has. Any thread.</summary>
    public long RowsWritten => _writer.RowsWritten;

    /// <summary>Rows for which the ring had no room, or which have no 1 to 64 controls. Any thread.</summary>
    public long RowsDropped => Volatile.Read(ref _dropped);

    /// <summary>Rows that the disk did not take. Any thread.</summary>
    public long RowsLost => _writer.RowsLost;

    /// <summary>Any thread.</summary>
    public LogState State => _broken ? LogState.Broken : _writer.State;

    /// <summary>The open file; null before the first row, and while nothing can be written. Any thread.</summary>
    public string? CurrentPath => _writer.Path;

    public void Start() => _thread.Start();

    /// <summary>
    /// Performance thread only. Never blocks, allocates or throws. A row of another width than the last begins a new
    /// file.
    /// </summary>
    /// <param name="monotonicNs">When it was played.</param>
    /// <param name="controls">(D-1), 1 to 64.</param>
    /// <returns>False when the row was dropped; a source that is not logged is none.</returns>
    public bool TryWrite(long monotonicNs, LogSource source, ReadOnlySpan<float> controls)
    {
        if (!(source == LogSource.Interface ? _options.Input : _options.Predictions))
            return true;
        if (controls.Length is 0 or > LogLine.MostControls || _stopping)
            return Drop();
        LogRow row = new() { MonotonicNs = monotonicNs, Source = source, Count = (byte)controls.Length };
        controls.CopyTo(row.Controls);
        if (!_ring.TryWrite(row))
            return Drop();
        _bell.Ring();
        return true;
    }

    /// <summary>
    /// Writes and syncs all that was taken. The performance thread must have ended, or must write no more. Waits two
    /// seconds for a disk that hangs, then leaves it to the kernel: nothing may keep the process from ending.
    /// </summary>
    public void Dispose()
    {
        if (_stopping)
            return;
        _stopping = true;
        _bell.Ring();
        if (_thread.ThreadState.HasFlag(ThreadState.Unstarted))
            DrainLast();
        else if (!_thread.Join(CloseMs))
            return;
        _flusher.Dispose();
        _bell.Dispose();
    }

    private void Run()
    {
        RealTime.TrySetNice(Nice); // not permitted: later on a busy machine
        try
        {
            while (!_stopping)
            {
                bool rung = _bell.Wait(TimeoutMs(_writer.NextDue));
                if (rung && !_stopping)
                    Thread.Sleep(GatherMs);
                Drain();
            }
            DrainLast();
        }
        catch (Exception failure) // any at all: the log must never be what ends the playing
        {
            LogNotices.Broken(_logger, failure);
            _broken = true;
        }
    }

    /// <summary>At most a ring full, so that rows without end do not keep a sync waiting.</summary>
    private void Drain()
    {
        long now = MonotonicClock.Now();
        for (int i = 0; i < Capacity && _ring.TryPeek(); i++)
        {
            _writer.Add(in _ring.Head, now);
            _ring.Advance();
        }
        _writer.EndBatch(now);
    }

    private void DrainLast()
    {
        Drain();
        _writer.Close(MonotonicClock.Now());
    }

    private bool Drop()
    {
        Volatile.Write(ref _dropped, _dropped + 1); // performance thread only
        return false;
    }

    /// <returns>Rounded up, or the writer would wake just before the time and spin; negative for ever.</returns>
    private static int TimeoutMs(long due)
    {
        if (due == long.MaxValue)
            return -1;
        long ns = due - MonotonicClock.Now();
        return (int)Math.Clamp((ns + 999_999) / 1_000_000, 0, 60_000);
    }
}
