using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Pins;

/// <summary>When one output line is on. Pure.</summary>
internal static class Light
{
    /// <summary>How long an event lights the activity light.</summary>
    public const long FlashTime = 30_000_000;

    /// <param name="isTrouble">Whether there is no model, or something that is wired does not answer.</param>
    /// <param name="now">Monotonic nanoseconds.</param>
    /// <param name="next">When to look again unless something is played; <see cref="InteractionEngine.Never"/>: not.
    /// </param>
    public static bool IsOn(
        PinOutputConfig output, in LightFrame frame, bool isTrouble, long now, out long next)
    {
        next = InteractionEngine.Never;
        if (frame.IsDark)
            return false;
        switch (output.Kind)
        {
            case PinOutputKind.State:
                return PatternOf(frame.State, isTrouble).IsOn(now, out next);
            case PinOutputKind.Activity:
                long end = frame.FlashAt + FlashTime;
                bool isLit = frame.Played > 0 && now < end;
                if (isLit)
                    next = end;
                return isLit;
            case PinOutputKind.Gate:
                return frame.Played > 0 && frame.Controls[output.Control] >= output.Threshold;
            default:
                float duty = frame.Played > 0 ? frame.Controls[output.Control] : 0;
                return PulsePattern.Dimmed(output.Frequency, duty).IsOn(now, out next);
        }
    }

    private static PulsePattern PatternOf(PlayState state, bool isTrouble) => state switch
    {
        _ when isTrouble => PulsePattern.Trouble,
        PlayState.Response => PulsePattern.Playing,
        PlayState.Paused => PulsePattern.Paused,
        _ => PulsePattern.Listening,
    };
}
