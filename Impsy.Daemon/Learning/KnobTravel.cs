namespace Impsy.Daemon.Learning;

/// <summary>
/// How far something has been turned whose values come with noise: a knob on a converter, or a number in a line. Pure;
/// one thread.
/// </summary>
/// <remarks>
/// Noise takes a knob nowhere, since it goes some thousandths of the way, and an eighth is asked for. A single spike
/// counts for nothing: of three samples the middle one does. An input of a converter that nothing is wired to drifts
/// and hums over its whole range; it is told from a knob, even a noisy one, by never being at rest: only what has
/// rested first can move.
/// </remarks>
/// <param name="fullScale">Of the values; above 0.</param>
/// <param name="isRaw">Whether it comes from a converter: with spikes, and perhaps from an open input.</param>
internal sealed class KnobTravel(float fullScale, bool isRaw)
{
    /// <summary>
    /// Of the whole way, how much is meant: more than a sleeve on the next knob, less than a short fader.
    /// </summary>
    public const float PartThatIsMeant = 1 / 8f;

    /// <summary>Nanoseconds of rest after which it is at one end for good, or back where it shall be.</summary>
    public const long SettleTime = 2_000_000_000;

    private const float RestPart = 1 / 32f; // of the whole way, either way: ten times as far as noise should go
    private const long RestTime = 250_000_000;

    private (float Last, float Before) _seen;
    private int _samples;
    private bool _hasRested = !isRaw;
    private bool _begun;
    private float _reference;
    private long _stillSince;
    private long _now;

    /// <summary>Values at the ends of the way that it went.</summary>
    public float Min { get; private set; }

    /// <inheritdoc cref="Min"/>
    public float Max { get; private set; }

    /// <summary>Whether somebody has turned it.</summary>
    public bool IsMoved => _begun && Max - Min >= PartThatIsMeant * fullScale;

    /// <summary>Whether it has rested, when last heard, for the settle time.</summary>
    public bool IsSettled => _now - _stillSince >= SettleTime;

    /// <param name="time">Monotonic nanoseconds.</param>
    public void Push(float value, long time)
    {
        float middle = Middle(value, _seen.Last, _seen.Before);
        _seen = (value, _seen.Last);
        _now = time;
        if (isRaw && ++_samples < 3)
            return;
        float believed = isRaw ? middle : value;
        if (_stillSince == 0 || Math.Abs(believed - _reference) > RestPart * fullScale)
            (_reference, _stillSince) = (believed, time);
        _hasRested |= time - _stillSince >= RestTime;
        if (!_hasRested)
            return;
        Min = _begun ? Math.Min(Min, believed) : believed;
        Max = _begun ? Math.Max(Max, believed) : believed;
        _begun = true;
    }

    private static float Middle(float a, float b, float c) =>
        Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
