using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Pins;

/// <summary>What the lights are told by the performance thread: how things stand after the newest event.</summary>
internal struct LightFrame
{
    public PlayState State;

    /// <summary>Monotonic nanoseconds at which something was played last; 0: nothing was.</summary>
    public long PlayedAt;

    /// <summary>The end: everything goes dark.</summary>
    public bool IsDark;

    /// <summary>Of the newest event, valid once something was played.</summary>
    public ControlValues Controls;
}
