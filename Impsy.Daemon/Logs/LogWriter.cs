using System.Runtime.InteropServices;
using Impsy.Hardware.Linux;
using Impsy.Inference.Performances;

namespace Impsy.Daemon.Logs;

/// <summary>
/// Rows in, files out. After any failure the file is closed and what follows goes to a new one: rows are missing
/// between the two, so they are not one take. Handed the time, so that every case is an ordinary test. Writer thread
/// only, but for the counters; allocates only when a file is begun or something changes.
/// </summary>
/// <param name="flusher">Not owned.</param>
internal sealed class LogWriter(
    LogFolder folder, LogOptions options, DiskSpace space, LogFlusher flusher, WallAnchor anchor, ILogger logger)
{
    private const int BufferBytes = 64 * 1024;
    private const long BusyNs = 50_000_000; // to the next look at a sync that takes its time

    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly long _flushNs = Nanoseconds(options.FlushSeconds);
    private readonly long _retryNs = Nanoseconds(options.RetrySeconds);
    private AppendFile? _file;
    private int _dimension;      // of the file
    private int _used;           // bytes of the buffer
    private int _rows;           // in the buffer
    private long _flushDue = long.MaxValue;   // monotonic; MaxValue when a sync has been asked for every byte
    private long _lastWall = long.MinValue;
    private long _nextAttempt = long.MinValue;
    private long _lostBefore;    // rows lost when the failure began
    private long _rowsWritten;
    private long _rowsLost;
    private volatile bool _failing;

    /// <summary>Rows that the kernel has. Any thread.</summary>
    public long RowsWritten => Volatile.Read(ref _rowsWritten);

    /// <summary>Rows that the disk did not take, or that were withheld because it is nearly full. Any thread.</summary>
    public long RowsLost => Volatile.Read(ref _rowsLost);

    /// <summary>Any thread.</summary>
    public LogState State => _failing ? LogState.Failing : space.State;

    /// <summary>The file that is open. Any thread.</summary>
    public string? Path => Volatile.Read(ref _file)?.Path;

    /// <summary>When there is something to do although no row comes; monotonic nanoseconds, or long.MaxValue.</summary>
    public long NextDue => Math.Min(_flushDue, space.NextCheck);

    /// <summary>Takes a row into the buffer.</summary>
    /// <param name="now">Monotonic nanoseconds.</param>
    public void Add(in LogRow row, long now)
    {
        space.Check(now);
        // The player's rows carry the time they came in, the model's the time they were due: never back in the file.
        long wall = _lastWall = Math.Max(_lastWall, anchor.At(row.MonotonicNs));
        if (_file is not null && (row.Dimension != _dimension || space.State == LogState.DiskFull))
        {
            WriteOut(now);
            CloseFile();
        }
        else if (_buffer.Length - _used < LogLine.MaxLength)
        {
            WriteOut(now);
        }
        if (IsWithheld(row.Source) || (_file is null && !TryOpen(wall, row.Dimension, now)))
        {
            Volatile.Write(ref _rowsLost, _rowsLost + 1);
            return;
        }
        ReadOnlySpan<float> controls = MemoryMarshal.CreateReadOnlySpan(in row.Controls[0], row.Count);
        _ = LogLine.TryFormat(_buffer.AsSpan(_used), wall, row.Source, controls, out int length);
        _used += length;
        _rows++;
    }

    /// <summary>Gives the kernel what has been taken, and begins a sync when it is due.</summary>
    /// <param name="now">Monotonic nanoseconds.</param>
    public void EndBatch(long now)
    {
        WriteOut(now);
        space.Check(now);
        FileError error = flusher.TakeError();
        if (!error.IsNone && _file is not null)
            Fail("fdatasync", error, now);
        if (_file is null || now < _flushDue)
            return;
        if (_file.IsDeleted)
        {
            LogNotices.Deleted(logger, _file.Path);
            CloseFile();
        }
        else
        {
            _flushDue = flusher.TryBegin(_file) ? long.MaxValue : now + BusyNs;
        }
    }

    /// <summary>Writes and syncs what there is. A later row would begin another file.</summary>
    public void Close(long now)
    {
        WriteOut(now);
        CloseFile();
    }

    private bool IsWithheld(LogSource source) =>
        space.State == LogState.DiskFull || (space.State == LogState.PlayerOnly && source == LogSource.Rnn);

    private bool TryOpen(long wall, int dimension, long now)
    {
        if (now < _nextAttempt)
            return false;
        FileError error = folder.TryCreate(wall, dimension, out AppendFile? file);
        if (file is null)
        {
            Fail("create a log", error, now);
            return false;
        }
        Volatile.Write(ref _file, file);
        _dimension = dimension;
        if (!_failing)
            LogNotices.Opened(logger, file.Path);
        return true;
    }

    private void WriteOut(long now)
    {
        if (_file is null || _used == 0)
            return;
        long size = _file.Size;
        FileError error = _file.Write(_buffer.AsSpan(0, _used), out int written);
        int whole = error.IsNone ? _rows : _buffer.AsSpan(0, written).Count((byte)'\n');
        Volatile.Write(ref _rowsWritten, _rowsWritten + whole);
        if (whole > 0 && _flushDue == long.MaxValue)
            _flushDue = now + _flushNs;
        if (error.IsNone)
        {
            Recover();
        }
        else
        {
            // No half row stays behind. Should the disk refuse this too, the half row is the file's last, and a
            // reader leaves it out.
            _ = _file.Truncate(size + _buffer.AsSpan(0, written).LastIndexOf((byte)'\n') + 1);
            Fail("write", error, now);
            Volatile.Write(ref _rowsLost, _rowsLost + _rows - whole);
        }
        _used = 0;
        _rows = 0;
    }

    private void Fail(string operation, FileError error, long now)
    {
        string path = _file?.Path ?? folder.Path;
        CloseFile();
        _nextAttempt = now + _retryNs;
        if (_failing)
            return;
        _failing = true;
        _lostBefore = _rowsLost;
        LogNotices.Failed(logger, path, operation, error.ToString(), options.RetrySeconds);
    }

    private void Recover()
    {
        if (!_failing)
            return;
        _failing = false;
        LogNotices.Recovered(logger, _rowsLost - _lostBefore);
        LogNotices.Opened(logger, _file!.Path);
    }

    private void CloseFile()
    {
        if (_file is null)
            return;
        flusher.Wait();
        _ = flusher.TakeError(); // of a file that is done with
        if (_file.Size == 0)
            _ = _file.Delete(); // its first write failed; attempts every few seconds would leave a folder full of these
        else if (_flushDue != long.MaxValue)
            _ = _file.Sync();
        _flushDue = long.MaxValue;
        _file.Dispose();
        Volatile.Write(ref _file, null);
    }

    private static long Nanoseconds(double seconds) => (long)(seconds * MonotonicClock.NanosecondsPerSecond);
}
