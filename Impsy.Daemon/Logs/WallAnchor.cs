using Impsy.Hardware.Linux;
using Impsy.Inference.Performances;

namespace Impsy.Daemon.Logs;

/// <summary>
/// The one moment at which the wall clock was read. Every time in the logs is this moment plus monotonic time, so that
/// neither a network time step nor the end of summer time makes a log jump: a board without a battery clock steps by
/// hours some seconds after it was switched on.
/// </summary>
/// <param name="WallMicroseconds">As <see cref="CivilTime"/> counts, in the zone of the machine.</param>
/// <param name="MonotonicNs">The same moment.</param>
internal readonly record struct WallAnchor(long WallMicroseconds, long MonotonicNs)
{
    public static WallAnchor Now() => new(CivilTime.FromDateTime(DateTime.Now), MonotonicClock.Now());

    /// <returns>Microseconds as <see cref="CivilTime"/> counts.</returns>
    public long At(long monotonicNs) => WallMicroseconds + (monotonicNs - MonotonicNs) / 1000;
}
