using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Service;

/// <summary>
/// Tells systemd that the performance thread is alive. Nobody else may do so: a loop that is stuck must starve the
/// watchdog, whatever the other threads still do. Performance thread; allocates nothing, waits for nothing.
/// </summary>
/// <param name="sender">Not owned.</param>
/// <param name="timeoutNs">After which systemd gives up on us. Told twice as often.</param>
internal sealed class Watchdog(UnixDatagramSender sender, long timeoutNs)
{
    private readonly long _interval = timeoutNs / 2;

    /// <summary>When the next sign of life is due, monotonic nanoseconds.</summary>
    public long NextDue { get; private set; }

    /// <summary>Sends a sign of life when one is due.</summary>
    public void Look(long now)
    {
        if (now < NextDue)
            return;
        if (sender.TrySend("WATCHDOG=1"u8))
            NextDue = now + _interval; // otherwise again on the next turn
        else
            NextDue = now + _interval / 16;
    }
}
