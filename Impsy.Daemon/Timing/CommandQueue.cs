using Impsy.Daemon.Engine;
using Impsy.Hardware.Linux;
using Impsy.Inference;

namespace Impsy.Daemon.Timing;

/// <summary>
/// Commands on their way to the performance thread, from any thread: the writers wait for each other, the reader never
/// waits. Apart from the input rings, so that a flood of input cannot hold a command back.
/// </summary>
/// <param name="bell">Rung after every write. Not owned.</param>
internal sealed class CommandQueue(EventFd bell)
{
    // The performance thread empties the ring in microseconds; a flood of commands is held up here instead of losing
    // its last ones, which are those that count.
    private const int PatienceMilliseconds = 50;

    private readonly SpscRing<EngineCommand> _ring = new(256);
    private readonly Lock _writers = new();
    private IPredictor? _incoming;
    private IPredictor? _outgoing;
    private volatile bool _swapping;
    private long _dropped;

    /// <summary>Any thread: whether no model waits, or is just taking over.</summary>
    public bool IsSettled => Volatile.Read(ref _incoming) is null && !_swapping;

    /// <summary>Commands that found the ring full, and still full after a while: nobody reads it any more.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Any thread but the performance thread. Waits while 256 commands are unread, but not for ever.</summary>
    public void Write(in EngineCommand command)
    {
        lock (_writers)
        {
            bool written = _ring.TryWrite(command);
            for (int waited = 0; !written && waited < PatienceMilliseconds; waited++)
            {
                bell.Ring();
                Thread.Sleep(1);
                written = _ring.TryWrite(command);
            }
            if (!written)
                Volatile.Write(ref _dropped, _dropped + 1);
        }
        bell.Ring();
    }

    /// <summary>Any thread: a model that shall take over.</summary>
    /// <returns>A model that was waiting and never played, for the caller to dispose of.</returns>
    public IPredictor? OfferModel(IPredictor predictor)
    {
        IPredictor? unused = Interlocked.Exchange(ref _incoming, predictor);
        bell.Ring();
        return unused;
    }

    /// <summary>Any thread: the model that the engine has let go of, for the caller to dispose of.</summary>
    public IPredictor? TakeRetiredModel() => Interlocked.Exchange(ref _outgoing, null);

    /// <summary>Performance thread only: hands everything waiting to the engine.</summary>
    public void Drain(InteractionEngine engine, long now)
    {
        while (_ring.TryRead(out EngineCommand command))
            engine.Command(now, command);
        // One retired model at a time: the next is let in when the loader has taken the last one away.
        if (Volatile.Read(ref _incoming) is null || Volatile.Read(ref _outgoing) is not null)
            return;
        _swapping = true;
        if (Interlocked.Exchange(ref _incoming, null) is { } incoming)
        {
            // One that was loaded for the configuration before this may not fit any more.
            bool fits = incoming.Dimension == engine.Dimension;
            Volatile.Write(ref _outgoing, fits ? engine.SwapModel(now, incoming) : incoming);
        }
        _swapping = false;
    }
}
