namespace Impsy.Hardware.Alsa;

/// <summary>
/// Turns the time of a running sequencer queue into monotonic time. One thread; never reads a clock itself.
/// </summary>
/// <remarks>
/// The queue adds up the ticks of a timer and asks the kernel's clock only for what has passed since the last one. A
/// tick that came late is added late, so until the next one the queue says too little; it never says too much. Of
/// readings that disagree the one with the queue further ahead is therefore right, unless the queue itself is slow.
/// </remarks>
internal struct QueueClock
{
    /// <summary>Nanoseconds after which the offset is to be read again.</summary>
    internal const long Lifetime = 1_000_000_000;

    // What is said to be older is an error of the clock, or waited so long that its time means nothing any more.
    private const long MaxAge = 100_000_000;

    // The queue may be slow by one part in so many; quartz is better than 100 in a million.
    private const long MaxDrift = 1000;

    private long _offset;
    private long _readAt;
    private bool _isRead;

    internal readonly bool IsDue(long now) => !_isRead || now - _readAt >= Lifetime;

    /// <summary>The queue's time was read between two readings of the monotonic clock; all in nanoseconds.</summary>
    internal void Update(long before, long queueTime, long after)
    {
        long offset = before + (after - before) / 2 - queueTime;
        _offset = _isRead ? Math.Min(offset, _offset + (after - _readAt) / MaxDrift) : offset;
        _readAt = after;
        _isRead = true;
    }

    /// <summary>When an event happened, by the monotonic clock.</summary>
    /// <param name="now">After it was read: it is no later than this.</param>
    /// <param name="quietAt">When there was nothing to read, last: it is no earlier than this, or 100 ms ago.</param>
    internal readonly long ToMonotonic(long queueTime, long now, long quietAt)
    {
        long earliest = Math.Min(Math.Max(now - MaxAge, quietAt), now);
        return _isRead ? Math.Clamp(queueTime + _offset, earliest, now) : now;
    }
}
