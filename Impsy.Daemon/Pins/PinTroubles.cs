namespace Impsy.Daemon.Pins;

/// <summary>How many of the board's own parts do not answer, for a light to show. Any thread.</summary>
internal sealed class PinTroubles
{
    private int _count;

    public bool Any => Volatile.Read(ref _count) > 0;

    public void Begin() => Interlocked.Increment(ref _count);

    public void End() => Interlocked.Decrement(ref _count);
}
