using Impsy.Daemon.Engine;
using Impsy.Daemon.Service;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Timing;

/// <summary>
/// Hosts the engine on the performance thread: hands it commands, inputs and deadlines in the order of time, and
/// sleeps on absolute deadlines in between. In here: no lock, allocation, log, exception or garbage.
/// </summary>
/// <param name="engine">Called only from the thread that calls <see cref="Run"/>.</param>
/// <param name="inputs">One per channel; their index is the channel's number.</param>
/// <param name="bell">Rung by whoever writes into a queue. Not owned.</param>
/// <param name="watchdog">Told that the loop is alive; null: nobody wants to know.</param>
internal sealed class TimingLoop(
    InteractionEngine engine, InputQueue[] inputs, CommandQueue commands, EventFd bell, Watchdog? watchdog = null)
{
    /// <summary>It wakes at least this often, so that a watchdog can tell a sleeping loop from a dead one.</summary>
    public const long LongestSleep = 500_000_000;

    private InteractionEngine _engine = engine;
    private InputQueue[] _inputs = inputs;
    private Handover? _handover;
    private volatile bool _stopping;
    private volatile bool _hasWaited;
    private long _turns;

    /// <summary>The one that plays. Any thread may read its state.</summary>
    public InteractionEngine Engine => Volatile.Read(ref _engine);

    /// <summary>Whether everything that was there at the start is dealt with.</summary>
    public bool HasWaited => _hasWaited;

    public LatenessHistogram Lateness { get; } = new();

    /// <summary>How often it has looked around; a loop that lives counts at least two a second.</summary>
    public long Turns => Volatile.Read(ref _turns);

    /// <summary>Plays until <see cref="Stop"/>, then releases every note. The performance thread's whole life.</summary>
    public void Run()
    {
        using DeadlineWaiter waiter = new(bell);
        try
        {
            _engine.Start(MonotonicClock.Now());
            while (!_stopping)
            {
                long now = Turn();
                _hasWaited = true;
                long next = Math.Min(_engine.NextWake, _engine.Performer.NextWake);
                waiter.WaitUntil(Math.Min(Math.Min(next, watchdog?.NextDue ?? next), now + LongestSleep));
            }
        }
        finally
        {
            _engine.Stop(); // after a failure, too: it must not leave a note behind
        }
    }

    /// <summary>Any thread.</summary>
    public void Stop()
    {
        _stopping = true;
        bell.Ring();
    }

    /// <summary>
    /// One other thread: lets another engine, other inputs and other outputs take over between two events, and waits
    /// until they have.
    /// </summary>
    /// <returns>False when the loop has ended, or is stuck: then nothing has changed.</returns>
    public bool TryHandOver(Handover handover)
    {
        const int PatienceMilliseconds = 5000;
        Volatile.Write(ref _handover, handover);
        bell.Ring();
        for (int waited = 0; !handover.IsDone && !_stopping && waited < PatienceMilliseconds; waited++)
            Thread.Sleep(1);
        if (Interlocked.Exchange(ref _handover, null) is not null)
            return false;
        while (!handover.IsDone) // it has begun
            Thread.Sleep(1);
        return true;
    }

    /// <summary>Deals with everything that is there or due. The performance thread, or a test in its place.</summary>
    /// <returns>The time at which nothing was left to do.</returns>
    internal long Turn()
    {
        Volatile.Write(ref _turns, _turns + 1);
        while (true)
        {
            long now = MonotonicClock.Now();
            // At each event, not at each turn: a flood can make a turn last, and is no reason to be killed.
            watchdog?.Look(now);
            TakeHandover(now);
            commands.Drain(_engine, now);
            InputQueue? input = Earliest();
            long deadline = _engine.NextWake;
            long sound = _engine.Performer.NextWake; // notes end in it between the events
            long nextInput = input?.Head.Time ?? InteractionEngine.Never;
            if (EventOrder.SoundIsNext(sound, deadline, now, nextInput))
            {
                _engine.Performer.Wake(now);
            }
            else if (EventOrder.EventIsNext(deadline, now, nextInput))
            {
                _engine.Wake(now);
                Lateness.Record(now - deadline);
            }
            else if (input is not null)
            {
                _engine.Input(Array.IndexOf(_inputs, input), input.Head);
                input.Advance();
            }
            else
            {
                return now;
            }
            if (_stopping)
                return now;
        }
    }

    private void TakeHandover(long now)
    {
        if (Volatile.Read(ref _handover) is null || Interlocked.Exchange(ref _handover, null) is not { } handover)
            return;
        Volatile.Write(ref _engine, handover.TakeOver(now));
        _inputs = handover.Inputs;
        handover.Finish();
    }

    private InputQueue? Earliest()
    {
        InputQueue? earliest = null;
        foreach (InputQueue input in _inputs)
        {
            if (input.TryPeek() && (earliest is null || input.Head.Time < earliest.Head.Time))
                earliest = input;
        }
        return earliest;
    }
}
