using Impsy.Daemon.Channels;
using Impsy.Daemon.Engine;
using Impsy.Inference.Performances;

namespace Impsy.Daemon.Replay;

/// <summary>Carries what the engine does in a replay to where it shall go, when its time has come. One thread.</summary>
/// <param name="outputs">As on stage: the model's events, and the player's where thru is on.</param>
/// <param name="rows">Gets every event; null: nobody reads.</param>
internal sealed class ReplayPerformer(ReplayPace pace, IOutput[] outputs, RowWriter? rows) : IPerformer
{
    public long NextWake => outputs.Length == 0 ? InteractionEngine.Never : outputs.Min(output => output.NextWake);

    public void Wake(long now)
    {
        if (!pace.WaitUntil(now))
            return;
        foreach (IOutput output in outputs)
            output.Wake(now);
    }

    public void Heard(
        int channel, long time, in PlayerInput input, ReadOnlySpan<float> controls, ulong moved, bool thru)
    {
        if (!pace.WaitUntil(time))
            return;
        for (int i = 0; thru && i < outputs.Length; i++)
            outputs[i].Thru(time, input, controls, moved);
        rows?.Write(time, LogSource.Interface, controls);
    }

    public void Lift(long time, in PlayerInput input)
    {
        foreach (IOutput output in outputs)
            output.Lift(time, input);
    }

    public void Play(long deadline, long interval, ReadOnlySpan<float> controls, ulong moved)
    {
        if (!pace.WaitUntil(deadline))
            return;
        foreach (IOutput output in outputs)
            output.Play(deadline, interval, controls, moved);
        rows?.Write(deadline, LogSource.Rnn, controls);
    }

    public void ReleaseNotes(long now)
    {
        foreach (IOutput output in outputs)
            output.ReleaseNotes(now);
    }

    public void ReleaseAll(long now)
    {
        foreach (IOutput output in outputs)
            output.ReleaseAll(now);
    }

    public void Show(long now, PlayState state)
    {
        foreach (IOutput output in outputs)
            output.Show(now, state);
    }
}
