namespace Impsy.Hardware.Alsa;

/// <summary>
/// Turns the time of a running sequencer queue into monotonic time. The queue adds up the ticks of some timer, so it
/// drifts; the offset is read again and again. One thread; never reads a clock itself.
/// </summary>
internal struct QueueClock
{
    /// <summary>Nanoseconds after which the offset is to be read again.</summary>
    internal const long Lifetime = 1_000_000_000;

    // What is said to be older is an error of the clock, or waited so long that its time means nothing any more.
    private const long MaxAge = 100_000_000;

    private long _offset;
    private long _readAt;
    private bool _isRead;

    internal readonly bool IsDue(long now) => !_isRead || now - _readAt >= Lifetime;

    /// <summary>The queue's time was read between two readings of the monotonic clock; all in nanoseconds.</summary>
    internal void Update(long before, long queueTime, long after)
    {
        _offset = before + (after - before) / 2 - queueTime;
        _readAt = after;
        _isRead = true;
    }

    /// <summary>When an event happened, by the monotonic clock: never in the future, and at most 100 ms ago.</summary>
    internal readonly long ToMonotonic(long queueTime, long now) =>
        _isRead ? Math.Clamp(queueTime + _offset, now - MaxAge, now) : now;
}
