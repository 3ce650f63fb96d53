namespace Impsy.Hardware.Net;

/// <summary>
/// The kernel stamps packets with the wall clock, which NTP may set by hours; the instrument lives by the monotonic
/// clock. Only the age of a stamp is used, and only where it is believable.
/// </summary>
internal static class KernelStamp
{
    /// <summary>
    /// A thread that may run reads its packets long before this; an older age means that the wall clock was set
    /// between the stamp and now.
    /// </summary>
    internal const long MaxAge = 100_000_000;

    /// <param name="monotonicNow">Nanoseconds.</param>
    /// <param name="wallNow">Nanoseconds since 1970, read together with the former.</param>
    /// <param name="stamp">Nanoseconds since 1970.</param>
    /// <returns>The moment of the stamp on the monotonic clock, at most <see cref="MaxAge"/> ago.</returns>
    internal static long ToMonotonic(long monotonicNow, long wallNow, long stamp) =>
        monotonicNow - Math.Clamp(wallNow - stamp, 0, MaxAge);
}
