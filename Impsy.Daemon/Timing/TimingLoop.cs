using Impsy.Daemon.Engine;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Timing;

/// <summary>
/// Hosts the engine on the performance thread: hands it commands, inputs and deadlines in the order of time, and
/// sleeps on absolute deadlines in between. In here: no lock, allocation, log, exception or garbage.
/// </summary>
/// <param name="engine">Called only from the thread that calls <see cref="Run"/>.</param>
/// <param name="inputs">One per channel; their index is the channel's number.</param>
/// <param name="bell">Rung by whoever writes into a queue. Not owned.</param>
internal sealed class TimingLoop(InteractionEngine engine, InputQueue[] inputs, CommandQueue commands, EventFd bell)
{
    /// <summary>It wakes at least this often, so that a watchdog can tell a sleeping loop from a dead one.</summary>
    public const long LongestSleep = 500_000_000;

    private readonly IPerformer _performer = engine.Performer; // notes end in it between the events
    private volatile bool _stopping;
    private long _turns;

    public LatenessHistogram Lateness { get; } = new();

    /// <summary>How often it has looked around; a loop that lives counts at least two a second.</summary>
    public long Turns => Volatile.Read(ref _turns);

    /// <summary>Plays until <see cref="Stop"/>, then releases every note. The performance thread's whole life.</summary>
    public void Run()
    {
        using DeadlineWaiter waiter = new(bell);
        try
        {
            engine.Start(MonotonicClock.Now());
            while (!_stopping)
            {
                long now = Turn();
                waiter.WaitUntil(Math.Min(Math.Min(engine.NextWake, _performer.NextWake), now + LongestSleep));
            }
        }
        finally
        {
            engine.Stop(); // after a failure, too: it must not leave a note behind
        }
    }

    /// <summary>Any thread.</summary>
    public void Stop()
    {
        _stopping = true;
        bell.Ring();
    }

    /// <summary>Deals with everything that is there or due. The performance thread, or a test in its place.</summary>
    /// <returns>The time at which nothing was left to do.</returns>
    internal long Turn()
    {
        Volatile.Write(ref _turns, _turns + 1);
        while (true)
        {
            long now = MonotonicClock.Now();
            commands.Drain(engine, now);
            InputQueue? input = Earliest();
            long deadline = engine.NextWake;
            long sound = _performer.NextWake;
            long nextInput = input?.Head.Time ?? InteractionEngine.Never;
            if (EventOrder.SoundIsNext(sound, deadline, now, nextInput))
            {
                _performer.Wake(now);
            }
            else if (EventOrder.EventIsNext(deadline, now, nextInput))
            {
                engine.Wake(now);
                Lateness.Record(now - deadline);
            }
            else if (input is not null)
            {
                engine.Input(Array.IndexOf(inputs, input), input.Head);
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

    private InputQueue? Earliest()
    {
        InputQueue? earliest = null;
        foreach (InputQueue input in inputs)
        {
            if (input.TryPeek() && (earliest is null || input.Head.Time < earliest.Head.Time))
                earliest = input;
        }
        return earliest;
    }
}
