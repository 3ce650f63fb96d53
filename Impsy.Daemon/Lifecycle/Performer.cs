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
    private long _played;

    /// <summary>The newest event of the model, for the console; the reader takes it when it likes.</summary>
    public LatestSlot<Sounded> Latest { get; } = new();

    public void Heard(int channel, long time, ReadOnlySpan<float> controls, ulong moved, bool thru)
    {
        if (thru)
        {
            foreach (IOutput output in outputs)
                output.Thru(controls, moved);
        }
        log.TryWrite(time, LogSource.Interface, controls);
    }

    public void Play(long deadline, ReadOnlySpan<float> controls, ulong moved)
    {
        foreach (IOutput output in outputs)
            output.Play(controls, moved);
        log.TryWrite(deadline, LogSource.Rnn, controls);
        Sounded sounded = new() { Time = deadline, Count = controls.Length, Number = _played++ };
        controls.CopyTo(sounded.Values);
        Latest.Write(sounded);
    }

    public void ReleaseNotes()
    {
        foreach (IOutput output in outputs)
            output.ReleaseNotes();
    }
}
