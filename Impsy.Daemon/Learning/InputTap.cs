using Impsy.Daemon.Timing;

namespace Impsy.Daemon.Learning;

/// <summary>
/// Where an input thread leaves a copy of what it hears while somebody learns. It is opened for a while at a time, and
/// closes by itself. One input thread writes, which costs it one volatile read as long as nobody learns; the control
/// thread reads.
/// </summary>
internal sealed class InputTap(HeardPort port)
{
    // Read 20 times a second: eight knobs at 1000 Hz, two and a half times over.
    private const int Capacity = 1024;

    private HeardPort _port = port;
    private SpscRing<RawMessage>? _ring; // nobody may ever learn
    private long _until; // monotonic nanoseconds; 0: closed
    private long _lost;
    private bool _isThere;

    /// <summary>The input thread may find out more about it when it opens the device.</summary>
    public HeardPort Port
    {
        get => Volatile.Read(ref _port);
        set => Volatile.Write(ref _port, value);
    }

    /// <summary>Whether the device is there now. Written by the input thread.</summary>
    public bool IsThere
    {
        get => Volatile.Read(ref _isThere);
        set => Volatile.Write(ref _isThere, value);
    }

    /// <summary>Control thread: what it calls the port towards whoever learns; 0: nothing yet.</summary>
    public int Number { get; set; }

    /// <summary>Messages that found no room, so far.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Input thread: whether somebody listens.</summary>
    /// <param name="now">Monotonic nanoseconds.</param>
    public bool IsOpen(long now)
    {
        long until = Volatile.Read(ref _until);
        if (until == 0 || now < until)
            return until != 0;
        Interlocked.CompareExchange(ref _until, 0, until); // unless it was just opened for longer
        return false;
    }

    /// <summary>Input thread, while it is open.</summary>
    public void Write(in RawMessage message)
    {
        if (!_ring!.TryWrite(message))
            Volatile.Write(ref _lost, _lost + 1);
    }

    /// <summary>Control thread: keeps it open. What is still there from the last time is thrown away.</summary>
    /// <param name="until">Monotonic nanoseconds.</param>
    public void Open(long now, long until)
    {
        _ring ??= new SpscRing<RawMessage>(Capacity);
        if (!IsOpen(now))
        {
            while (TryPeek(out _))
                Advance();
        }
        Volatile.Write(ref _until, until); // after the ring: a thread that sees it finds it
    }

    /// <summary>Control thread: the oldest message, which stays until <see cref="Advance"/>.</summary>
    public bool TryPeek(out RawMessage message)
    {
        message = default;
        if (_ring is null || !_ring.TryPeek())
            return false;
        message = _ring.Head;
        return true;
    }

    /// <inheritdoc cref="TryPeek"/>
    public void Advance() => _ring!.Advance();
}
