using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Replay;

/// <summary>
/// Lets the time of a replay pass at a speed of the real one, or at once. It decides when something is sent and never
/// what. One thread waits.
/// </summary>
/// <param name="speed">Above 0; infinity waits for nothing.</param>
internal sealed class ReplayPace(double speed) : IDisposable
{
    private readonly EventFd _bell = new();
    private DeadlineWaiter? _waiter;
    private long _start;
    private readonly Lock _end = new(); // a signal may come while the replay ends
    private bool _disposed;
    private volatile bool _stopped;

    /// <summary>Whether there is any waiting.</summary>
    public bool IsPaced => double.IsFinite(speed);

    public bool IsStopped => _stopped;

    /// <summary>Blocks until a time has come.</summary>
    /// <param name="time">Nanoseconds since the replay began, which is the first call.</param>
    /// <returns>False when it was stopped, before or meanwhile.</returns>
    public bool WaitUntil(long time)
    {
        if (!IsPaced)
            return !_stopped;
        if (_waiter is null)
        {
            _waiter = new DeadlineWaiter(_bell);
            _start = MonotonicClock.Now();
        }
        // From the beginning, not from the event before: no rounding adds up.
        long deadline = _start + (long)(time / speed);
        while (!_stopped && MonotonicClock.Now() < deadline)
            _waiter.WaitUntil(deadline);
        return !_stopped;
    }

    /// <summary>Any thread: there is no more waiting, and nothing more is to be sent.</summary>
    public void Stop()
    {
        lock (_end)
        {
            _stopped = true;
            if (!_disposed)
                _bell.Ring();
        }
    }

    public void Dispose()
    {
        lock (_end)
        {
            _disposed = true;
            _waiter?.Dispose();
            _bell.Dispose();
        }
    }
}
