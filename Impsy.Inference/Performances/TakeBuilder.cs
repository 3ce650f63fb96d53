namespace Impsy.Inference.Performances;

/// <summary>Turns the rows of a log into takes: differences of time, the gap rule, a clock that was set back.</summary>
/// <param name="name">Of the log, without folder.</param>
internal sealed class TakeBuilder(string name, int dimension, double gapSeconds)
{
    private readonly List<Take> _takes = [];
    private readonly List<float> _rows = [];
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
        if (_rows.Count == 0)
            dt = 0;
        if (dt < 0)
            return LogFault.ClockBackward;
        if (dt > gapSeconds)
        {
            Gaps++;
            EndTake();
            dt = 0;
        }
        _rows.Add((float)dt);
        _rows.AddRange(controls);
        return LogFault.None;
    }

    public IReadOnlyList<Take> Finish()
    {
        EndTake();
        return _takes;
    }

    private void EndTake()
    {
        if (_rows.Count > dimension) // an opening alone is no playing
        {
            string takeName = _takes.Count == 0 ? name : $"{name}#{_takes.Count + 1}";
            _takes.Add(new Take(takeName, dimension, [.. _rows], hasOpening: true));
        }
        _rows.Clear();
    }
}
