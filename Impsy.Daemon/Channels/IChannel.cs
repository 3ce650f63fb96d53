using Impsy.Daemon.Learning;
using Impsy.Daemon.Timing;

namespace Impsy.Daemon.Channels;

/// <summary>
/// One way in and out of the instrument, with the threads that serve it. What it cannot open it tries again by itself;
/// it never holds up the others. Disposed of after the performance thread has ended and the last notes were released.
/// </summary>
internal interface IChannel : IDisposable
{
    /// <summary>What comes in; null: nothing does. The same from construction on.</summary>
    InputQueue? Inputs { get; }

    /// <summary>What is played through. The same from construction on.</summary>
    IReadOnlyList<IOutput> Outputs { get; }

    /// <summary>For people: what it is connected to. The same from construction on.</summary>
    IReadOnlyList<PortStatus> Ports => [];

    /// <summary>
    /// For those who learn: copies of what comes in by ports that no other program can open beside this one. The same
    /// from construction on.
    /// </summary>
    IReadOnlyList<InputTap> Taps => [];

    /// <summary>Starts the threads, and returns when each has tried once.</summary>
    void Start();
}
