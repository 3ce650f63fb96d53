namespace Impsy.Daemon.Midi;

/// <summary>
/// How much may be handed to a wire that carries so much a second, so that never more than a little waits in buffers
/// where nothing can be taken back. A leaky bucket in nanoseconds; pure.
/// </summary>
/// <param name="unit">Nanoseconds that the wire needs for one unit, a byte or a message.</param>
/// <param name="ahead">Units that may be ahead of the wire.</param>
internal struct WireBudget(long unit, int ahead)
{
    private long _free; // when the wire has carried everything that it was given

    /// <summary>31250 baud with a start and a stop bit, and three messages ahead: 2.9 ms.</summary>
    public static WireBudget Din => new(unit: 320_000, ahead: 9);

    /// <param name="messages">A second, 1 and more.</param>
    public static WireBudget PerSecond(int messages) => new(1_000_000_000L / messages, Math.Max(messages / 16, 4));

    /// <returns>False when it is too early: nothing is spent.</returns>
    public bool TrySpend(long now, int units)
    {
        long free = Math.Max(_free, now) + units * unit;
        if (free - now > ahead * unit)
            return false;
        _free = free;
        return true;
    }

    /// <summary>When so many units may be spent.</summary>
    public readonly long NextAt(int units) => _free + (units - ahead) * unit;
}
