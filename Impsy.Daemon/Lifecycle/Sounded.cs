using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Lifecycle;

/// <summary>An event of the model as it was played, for telling people about it.</summary>
internal struct Sounded
{
    /// <summary>Monotonic nanoseconds.</summary>
    public long Time;

    /// <summary>How many controls: D-1.</summary>
    public int Count;

    /// <summary>How many events have been played before it.</summary>
    public long Number;

    public ControlValues Values;
}
