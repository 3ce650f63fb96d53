namespace Impsy.Daemon.Pins;

/// <summary>
/// A line that goes on and off by the clock: on at each multiple of the period, off a while later. Its deadlines stand
/// on the grid of the clock, so nothing adds up, however late one is served. Pure.
/// </summary>
/// <param name="Period">Nanoseconds.</param>
/// <param name="OnTime">Of it, at its beginning; 0: always off; the period, or more: always on.</param>
internal readonly record struct PulsePattern(long Period, long OnTime)
{
    /// <summary>No edge of a dimmed light comes sooner after the one before: a thread could not keep it.</summary>
    public const long ShortestPulse = 100_000;

    /// <summary>A blip every two seconds: it is on, and listens.</summary>
    public static PulsePattern Listening { get; } = new(2_000_000_000, 50_000_000);

    /// <summary>Steady: the model plays.</summary>
    public static PulsePattern Playing { get; } = new(1_000_000_000, 1_000_000_000);

    /// <summary>Half a second on, half a second off.</summary>
    public static PulsePattern Paused { get; } = new(1_000_000_000, 500_000_000);

    /// <summary>Five times a second: there is no model, or something that is wired does not answer.</summary>
    public static PulsePattern Trouble { get; } = new(200_000_000, 100_000_000);

    /// <summary>Pulse-width modulation; near its ends, where a pulse would be too short, off or on for good.</summary>
    /// <param name="frequency">Hertz.</param>
    /// <param name="duty">0..1.</param>
    public static PulsePattern Dimmed(float frequency, float duty)
    {
        long period = (long)(1e9 / frequency);
        long onTime = (long)(period * (double)duty);
        return new PulsePattern(period, onTime < ShortestPulse ? 0 : period - onTime < ShortestPulse ? period : onTime);
    }

    /// <param name="now">Monotonic nanoseconds.</param>
    /// <param name="next">When it changes; <see cref="Engine.InteractionEngine.Never"/>: never.</param>
    public bool IsOn(long now, out long next)
    {
        if (OnTime <= 0 || OnTime >= Period)
        {
            next = Engine.InteractionEngine.Never;
            return OnTime > 0;
        }
        long begin = now - now % Period;
        bool isOn = now < begin + OnTime;
        next = begin + (isOn ? OnTime : Period);
        return isOn;
    }
}
