namespace Impsy.Hardware.Adc;

/// <summary>
/// From a converter's noisy counts to where a hand has put a knob: silent while it rests, smooth while it turns slowly,
/// and late by at most one sample when it turns fast. Pure; one thread; allocates nothing.
/// </summary>
/// <remarks>
/// Three zones by how far a sample is from where the knob is thought to be, in units of the hysteresis H:
/// <list type="bullet">
/// <item>Within 2 H it is noise, or a slow hand: the position follows by a sixteenth of the way.</item>
/// <item>Beyond 2 H it is believed once the next sample says the same: a single spike is none. Then the position
/// follows by a part that grows with the distance, and from 4 H on at once. So it is never more than 4 H behind for
/// longer than one sample.</item>
/// <item>A knob that has moved by less than H within <see cref="RestSamples"/> samples rests: nothing is told of it
/// until its position is H away from where it came to rest. While it does not rest, steps of a quarter of H are told.
/// </item>
/// </list>
/// </remarks>
public sealed class KnobFilter
{
    /// <summary>After so many samples without a movement a knob rests: a quarter of a second at 200 Hz.</summary>
    public const int RestSamples = 50;

    private const float SlowPart = 1f / 16;

    // More than half a step apart from the last one told, or a position between two steps would be told for ever.
    private const float StepPart = 0.75f;

    private readonly float _hysteresis;
    private readonly float _knee;
    private readonly float _step;
    private float _position;
    private float _reference; // where it last moved to by as much as the hysteresis
    private int _stillFor = RestSamples;
    private int _doubted; // the side on which the last sample was not believed, or was: 1, -1; 0: it was near
    private bool _begun;

    /// <param name="hysteresis">H, counts, above 0: some three times as far as the noise goes.</param>
    public KnobFilter(float hysteresis)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hysteresis);
        _hysteresis = hysteresis;
        _knee = 2 * hysteresis;
        _step = Math.Max(hysteresis / 4, 1);
    }

    /// <summary>Counts that were told last.</summary>
    public float Told { get; private set; }

    /// <param name="counts">A sample, at an even rate.</param>
    /// <returns>Whether <see cref="Told"/> has changed. Never for the first sample, which only says where it is.</returns>
    public bool Push(int counts)
    {
        if (!_begun)
        {
            _begun = true;
            _position = _reference = Told = counts;
            return false;
        }
        Follow(counts);
        if (Math.Abs(_position - _reference) >= _hysteresis)
        {
            _reference = _position;
            _stillFor = 0;
        }
        else if (_stillFor < RestSamples)
        {
            _stillFor++;
            if (_stillFor == RestSamples)
                _reference = _position;
        }
        if (_stillFor == RestSamples || Math.Abs(_position - Told) < StepPart * _step)
            return false;
        Told = MathF.Round(_position / _step) * _step;
        return true;
    }

    /// <summary>The chip was away: the next sample only says where the knob is.</summary>
    public void Forget() => _begun = false;

    private void Follow(int counts)
    {
        float distance = counts - _position;
        float size = Math.Abs(distance);
        int side = size <= _knee ? 0 : Math.Sign(distance);
        bool believed = side == _doubted;
        _doubted = side;
        if (side == 0)
            _position += SlowPart * distance;
        else if (believed)
            _position += Math.Clamp((size - _knee) / _knee, SlowPart, 1) * distance;
    }
}
