using Impsy.Daemon.Engine;
using Impsy.Daemon.Timing;

namespace Impsy.Daemon.Replay;

/// <summary>
/// Plays a performance to an engine in virtual time, in the order in which the timing loop would have. The engine never
/// learns of a real clock, so the same inputs, model and seed give the same events. One thread.
/// </summary>
internal sealed class Replayer(InteractionEngine engine, ReplayPace pace)
{
    /// <summary>Nanoseconds from the last input to the end: the longest dt of a model, so the last answer is heard.</summary>
    public const long Tail = 5_000_000_000;

    /// <param name="inputs">In the order of time, from 0 ns.</param>
    public void Run(IEnumerable<PlayerInput> inputs)
    {
        long end = 0;
        engine.Start(0);
        foreach (PlayerInput input in inputs)
        {
            WakeUntil(input.Time);
            if (pace.IsStopped)
                break;
            engine.Input(0, input);
            end = input.Time + Tail;
        }
        WakeUntil(end);
        engine.Stop();
    }

    private void WakeUntil(long time)
    {
        while (!pace.IsStopped)
        {
            long sound = engine.Performer.NextWake;
            long deadline = engine.NextWake;
            if (EventOrder.SoundIsNext(sound, deadline, now: time, nextInput: time))
                engine.Performer.Wake(sound);
            else if (EventOrder.EventIsNext(deadline, now: time, nextInput: time))
                engine.Wake(deadline);
            else
                return;
        }
    }
}
