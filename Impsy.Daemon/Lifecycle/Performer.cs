using Impsy.Daemon.Channels;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Logs;
using Impsy.Daemon.Timing;
using Impsy.Inference.Performances;

namespace Impsy.Daemon.Lifecycle;

/// <summary>Carries what the engine does to the outputs, the log and the console. Performance thread only.</summary>
/// <param name="outputs">Played through in this order.</param>
/// <param name="log">Takes what its options say and leaves the rest.</param>
internal sealed class Performer(IOutput[] outputs, PerformanceLog log) : IPerformer
{
    private long _heard;
    private long _played;

    /// <summary>The player's newest event, for the console; one reader, which takes it when it likes.</summary>
    public LatestSlot<Sounded> LatestHeard { get; } = new();

    /// <summary>The model's newest event, likewise.</summary>
    public LatestSlot<Sounded> LatestPlayed { get; } = new();

    public void Heard(int channel, long time, ReadOnlySpan<float> controls, ulong moved, bool thru)
    {
        if (thru)
        {
            foreach (IOutput output in outputs)
                output.Thru(controls, moved);
        }
        log.TryWrite(time, LogSource.Interface, controls);
        Tell(LatestHeard, _heard++, controls);
    }

    public void Play(long deadline, ReadOnlySpan<float> controls, ulong moved)
    {
        foreach (IOutput output in outputs)
            output.Play(controls, moved);
        log.TryWrite(deadline, LogSource.Rnn, controls);
        Tell(LatestPlayed, _played++, controls);
    }

    public void ReleaseNotes()
    {
        foreach (IOutput output in outputs)
            output.ReleaseNotes();
    }

    private static void Tell(LatestSlot<Sounded> slot, long number, ReadOnlySpan<float> controls)
    {
        Sounded sounded = new() { Count = controls.Length, Number = number };
        controls.CopyTo(sounded.Values);
        slot.Write(sounded);
    }
}
