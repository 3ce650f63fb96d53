using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Lifecycle;

/// <summary>An event, heard or played, for telling people about it.</summary>
internal struct Sounded
{
    /// <summary>How many controls: D-1.</summary>
    public int Count;

    /// <summary>How many of its kind were before it.</summary>
    public long Number;

    public ControlValues Values;
}
