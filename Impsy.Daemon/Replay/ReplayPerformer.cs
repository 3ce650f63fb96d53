using Impsy.Daemon.Channels;
using Impsy.Daemon.Engine;
using Impsy.Inference.Performances;

namespace Impsy.Daemon.Replay;

/// <summary>Carries what the engine does in a replay to where it shall go, when its time has come. One thread.</summary>
/// <param name="outputs">As on stage: the model's events, and the player's where thru is on.</param>
/// <param name="rows">Gets every event; null: nobody reads.</param>
internal sealed class ReplayPerformer(ReplayPace pace, IOutput[] outputs, RowWriter? rows) : IPerformer
{
    public void Heard(int channel, long time, ReadOnlySpan<float> controls, ulong moved, bool thru)
    {
        if (!pace.WaitUntil(time))
            return;
        if (thru)
        {
            foreach (IOutput output in outputs)
                output.Thru(controls, moved);
        }
        rows?.Write(time, LogSource.Interface, controls);
    }

    public void Play(long deadline, ReadOnlySpan<float> controls, ulong moved)
    {
        if (!pace.WaitUntil(deadline))
            return;
        foreach (IOutput output in outputs)
            output.Play(controls, moved);
        rows?.Write(deadline, LogSource.Rnn, controls);
    }

    public void ReleaseNotes()
    {
        foreach (IOutput output in outputs)
            output.ReleaseNotes();
    }
}
