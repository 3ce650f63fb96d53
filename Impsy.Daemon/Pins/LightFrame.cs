using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Pins;

/// <summary>What the lights are told by the performance thread: how things stand after the newest event.</summary>
internal struct LightFrame
{
    public PlayState State;

    /// <summary>Events so far: 0 when nothing was played.</summary>
    public long Played;

    /// <summary>
    /// Monotonic nanoseconds at which the newest event's flash begins: when the thread of the lights first saw it, since
    /// a flash is to be seen, however late the event was or that thread is.
    /// </summary>
    public long FlashAt;

    /// <summary>The end: everything goes dark.</summary>
    public bool IsDark;

    /// <summary>Of the newest event, valid once something was played.</summary>
    public ControlValues Controls;

    /// <summary>This frame as it is shown after another.</summary>
    /// <param name="now">Monotonic nanoseconds.</param>
    public readonly LightFrame After(in LightFrame shown, long now) =>
        this with { FlashAt = Played == shown.Played ? shown.FlashAt : now };
}
