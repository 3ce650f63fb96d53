using Impsy.Daemon.Engine;
using Impsy.Inference.Performances;

namespace Impsy.Daemon.Replay;

/// <summary>
/// The player's rows of a log as inputs, on a clock that begins with the first of them. They are read as they are
/// asked for, so a log of any length costs no more memory. Rows that cannot be used are left out and counted, by the
/// rules of <see cref="LogReader"/>. One thread.
/// </summary>
internal sealed class ReplayLog : IDisposable
{
    private readonly string _name;
    private readonly FileStream _file;
    private readonly LogStream _lines;
    private readonly float[] _controls;
    private readonly SortedDictionary<LogFault, (long Rows, long FirstLine)> _faults = [];
    private PlayerInput _next;
    private bool _hasNext;
    private bool _begun;
    private long _previousWall; // microseconds; of the row before, used or not

    /// <param name="dimension">Values per event including the time delta: 2..65.</param>
    /// <exception cref="IOException">It is not there, or the device fails.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public ReplayLog(string path, int dimension)
    {
        _name = Path.GetFileName(path);
        _controls = new float[dimension - 1];
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        _lines = new LogStream(_file);
        _hasNext = TryRead();
    }

    /// <summary>Whether the player has no row in it that fits the dimension.</summary>
    public bool IsEmpty => !_begun;

    /// <summary>When the first input came: civil microseconds, as <see cref="CivilTime"/> counts.</summary>
    public long StartMicroseconds { get; private set; }

    /// <summary>What could not be used of the rows read so far.</summary>
    public IEnumerable<LogProblem> Problems =>
        _faults.Select(fault => new LogProblem(_name, fault.Key, fault.Value.Rows, fault.Value.FirstLine));

    /// <summary>The inputs in the order of time; the first is at 0 ns. Once only.</summary>
    public IEnumerable<PlayerInput> Inputs()
    {
        while (_hasNext)
        {
            yield return _next;
            _hasNext = TryRead();
        }
    }

    public void Dispose() => _file.Dispose();

    private bool TryRead()
    {
        while (_lines.TryRead(out ReadOnlySpan<byte> line, out LogFault fault))
        {
            bool isInput = false;
            if (fault == LogFault.None && !line.Trim(" \t\r"u8).IsEmpty)
                fault = Take(line, out isInput);
            if (fault != LogFault.None)
                Count(fault);
            else if (isInput)
                return true;
        }
        return false;
    }

    private LogFault Take(ReadOnlySpan<byte> line, out bool isInput)
    {
        isInput = false;
        LogFault fault = LogLine.TryParse(line, _controls, out LogStamp stamp);
        if (fault != LogFault.None || stamp.Source != LogSource.Interface)
            return fault;
        if (!_begun)
            StartMicroseconds = _previousWall = stamp.WallMicroseconds;
        _begun = true;
        long step = stamp.WallMicroseconds - _previousWall;
        _previousWall = stamp.WallMicroseconds;
        if (step < 0)
            return LogFault.ClockBackward;
        _next = PlayerInput.Whole(_next.Time + step * 1000, _controls);
        isInput = true;
        return LogFault.None;
    }

    private void Count(LogFault fault)
    {
        (long rows, long firstLine) = _faults.GetValueOrDefault(fault, (0, _lines.Number));
        _faults[fault] = (rows + 1, firstLine);
    }
}
