namespace Impsy.Inference.Performances;

/// <summary>Turns the rows of a log into takes: differences of time, the gap rule, a clock that was set back.</summary>
/// <param name="name">Of the log, without folder.</param>
/// <param name="rowsToCome">
/// About how many rows are left, asked when there is no more room: with it a log of any length is read into memory
/// once, where doubling and copying would take three times as much.
/// </param>
internal sealed class TakeBuilder(string name, int dimension, double gapSeconds, Func<long> rowsToCome)
{
    private const int FirstRows = 1024; // enough to tell how long a row is

    /// <summary>An array of this many values or more becomes a take as it is, if most of it is used.</summary>
    private const int WorthKeeping = 1 << 16;

    private readonly List<Take> _takes = [];
    private float[] _rows = [];
    private int _used; // values
    private long _previous; // microseconds; of no meaning while there are no rows

    public long Gaps { get; private set; }

    /// <param name="controls">(D-1)</param>
    /// <returns>
    /// ClockBackward when the row is not used. Its time counts all the same from here on: were it still compared with
    /// the time before the step, hours of play would be lost until the clock has caught up.
    /// </returns>
    public LogFault Add(long wallMicroseconds, ReadOnlySpan<float> controls)
    {
        double dt = (wallMicroseconds - _previous) / (double)CivilTime.MicrosecondsPerSecond;
        _previous = wallMicroseconds;
        if (_used == 0)
            dt = 0;
        if (dt < 0)
            return LogFault.ClockBackward;
        if (dt > gapSeconds)
        {
            Gaps++;
            EndTake();
            dt = 0;
        }
        if (_used + dimension > _rows.Length)
            MakeRoom();
        _rows[_used] = (float)dt;
        controls.CopyTo(_rows.AsSpan(_used + 1));
        _used += dimension;
        return LogFault.None;
    }

    public IReadOnlyList<Take> Finish()
    {
        EndTake();
        return _takes;
    }

    private void EndTake()
    {
        if (_used > dimension) // an opening alone is no playing
        {
            string takeName = _takes.Count == 0 ? name : $"{name}#{_takes.Count + 1}";
            bool isKept = _used >= WorthKeeping && _used > _rows.Length / 4 * 3;
            ReadOnlyMemory<float> rows = isKept ? _rows.AsMemory(0, _used) : _rows.AsSpan(0, _used).ToArray();
            _takes.Add(new Take(takeName, dimension, rows, hasOpening: true));
            if (isKept)
                _rows = [];
        }
        _used = 0;
    }

    private void MakeRoom()
    {
        long rows = _used / dimension;
        // An eighth more in any case: the guess may be low, and must not be asked for row after row.
        long wanted = rows == 0 ? FirstRows : rows + Math.Max(rowsToCome(), rows / 8 + 1);
        int length = (int)Math.Min(wanted * dimension, Array.MaxLength);
        float[] larger = GC.AllocateUninitializedArray<float>(length);
        _rows.AsSpan(0, _used).CopyTo(larger);
        _rows = larger;
    }
}
