using Impsy.Daemon.Channels;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Logs;
using Impsy.Daemon.Timing;
using Impsy.Inference.Performances;

namespace Impsy.Daemon.Lifecycle;

/// <summary>Carries what the engine does to the outputs, the log and the console. Performance thread only.</summary>
/// <param name="outputs">Played through in this order.</param>
/// <param name="routes">Which of them get what the player does.</param>
/// <param name="log">Takes what its options say and leaves the rest.</param>
internal sealed class Performer(IOutput[] outputs, ThruRoutes routes, PerformanceLog log) : IPerformer
{
    private IOutput[] _outputs = outputs;
    private ThruRoutes _routes = routes;
    private PerformanceLog _log = log;
    private PlayState _shown;
    private long _heard;
    private long _played;

    /// <summary>The player's newest event, for the console; one reader, which takes it when it likes.</summary>
    public LatestSlot<Sounded> LatestHeard { get; } = new();

    /// <summary>The model's newest event, likewise.</summary>
    public LatestSlot<Sounded> LatestPlayed { get; } = new();

    public long NextWake
    {
        get
        {
            long next = InteractionEngine.Never;
            foreach (IOutput output in _outputs)
                next = Math.Min(next, output.NextWake);
            return next;
        }
    }

    public void Wake(long now)
    {
        foreach (IOutput output in _outputs)
        {
            if (output.NextWake <= now)
                output.Wake(now);
        }
    }

    public void Heard(
        int channel, long time, in PlayerInput input, ReadOnlySpan<float> controls, ulong moved, bool thru)
    {
        for (int i = 0; thru && i < _outputs.Length; i++)
        {
            if (_routes.Passes(input.Source, i))
                _outputs[i].Thru(time, input, controls, moved);
        }
        _log.TryWrite(time, LogSource.Interface, controls);
        Tell(LatestHeard, _heard++, controls);
    }

    public void Lift(long time, in PlayerInput input)
    {
        foreach (IOutput output in _outputs)
            output.Lift(time, input);
    }

    public void Play(long deadline, long interval, ReadOnlySpan<float> controls, ulong moved)
    {
        foreach (IOutput output in _outputs)
            output.Play(deadline, interval, controls, moved);
        _log.TryWrite(deadline, LogSource.Rnn, controls);
        Tell(LatestPlayed, _played++, controls);
    }

    public void ReleaseNotes(long now)
    {
        foreach (IOutput output in _outputs)
            output.ReleaseNotes(now);
    }

    public void ReleaseAll(long now)
    {
        foreach (IOutput output in _outputs)
            output.ReleaseAll(now);
    }

    public void Show(long now, PlayState state)
    {
        _shown = state;
        foreach (IOutput output in _outputs)
            output.Show(now, state);
    }

    /// <summary>From now on it plays through these. What sounds on an output that is not among them ends.</summary>
    public void Switch(long now, IOutput[] outputs, ThruRoutes routes, PerformanceLog log)
    {
        foreach (IOutput output in _outputs)
        {
            if (Array.IndexOf(outputs, output) < 0)
                output.ReleaseAll(now);
        }
        foreach (IOutput output in outputs)
        {
            if (Array.IndexOf(_outputs, output) < 0)
                output.Show(now, _shown);
        }
        (_outputs, _routes, _log) = (outputs, routes, log);
    }

    private static void Tell(LatestSlot<Sounded> slot, long number, ReadOnlySpan<float> controls)
    {
        Sounded sounded = new() { Count = controls.Length, Number = number };
        controls.CopyTo(sounded.Values);
        slot.Write(sounded);
    }
}
