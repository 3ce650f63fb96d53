namespace Impsy.Daemon.Timing;

/// <summary>
/// Room for one item between one writing and one reading thread, in which a newer item replaces an unread older one.
/// Neither side ever waits: three buffers rotate, one being written, one being read, one between them. Allocates
/// nothing after construction.
/// </summary>
internal sealed class LatestSlot<T> where T : unmanaged
{
    private const int Fresh = 4; // beside the index in _middle: written and not yet taken

    private readonly T[] _buffers = new T[3];
    private int _back;       // the writer's
    private int _middle = 1; // shared
    private int _front = 2;  // the reader's

    /// <summary>Either thread: whether there is an item that the reader has not taken.</summary>
    public bool IsFresh => (Volatile.Read(ref _middle) & Fresh) != 0;

    /// <summary>Writer thread only.</summary>
    public void Write(in T item)
    {
        _buffers[_back] = item;
        _back = Interlocked.Exchange(ref _middle, _back | Fresh) & ~Fresh;
    }

    /// <summary>Reader thread only: moves the newest item to <see cref="Front"/>.</summary>
    /// <returns>False when nothing new was there; Front is as before.</returns>
    public bool TryTake()
    {
        if (!IsFresh)
            return false;
        _front = Interlocked.Exchange(ref _middle, _front) & ~Fresh;
        return true;
    }

    /// <summary>Reader thread only: the item last taken.</summary>
    public ref readonly T Front => ref _buffers[_front];
}
