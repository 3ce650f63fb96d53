using Impsy.Daemon.Config;
using Impsy.Hardware.Adc;

namespace Impsy.Daemon.Pins;

/// <summary>One channel of a converter on its way to a control. One thread; pushing allocates nothing.</summary>
internal sealed class Knob
{
    // Of the whole way, for a converter of which nothing is known before it is opened.
    private const float UsualHysteresis = 1 / 500f;

    private readonly KnobFilter _filter;
    private readonly KnobCurve _curve;
    private float _told = float.NaN;

    /// <param name="chip">For what the configuration leaves open.</param>
    /// <param name="fullScale">Counts of the converter at 3.3 V.</param>
    public Knob(KnobConfig config, AdcChip chip, int fullScale)
    {
        Control = config.Control;
        Channel = config.Channel;
        float hysteresis = config.Hysteresis ?? HysteresisOf(chip, fullScale);
        _filter = new KnobFilter(hysteresis);
        _curve = new KnobCurve(config.Min, config.Max ?? fullScale, hysteresis, config.Invert, config.Curve);
    }

    /// <summary>From 0.</summary>
    public int Control { get; }

    public int Channel { get; }

    /// <summary>Counts by which a knob at rest may appear to move, unless the configuration says otherwise.</summary>
    public static float HysteresisOf(AdcChip chip, int fullScale) =>
        chip.Hysteresis > 0 ? chip.Hysteresis : Math.Max(2, fullScale * UsualHysteresis);

    /// <summary>Takes a sample to where it belongs.</summary>
    public void Push(int counts, PositionSender positions)
    {
        bool isFirst = float.IsNaN(_told);
        if (!_filter.Push(counts) && !isFirst)
            return;
        float value = _curve.Map(_filter.Told);
        if (isFirst)
            positions.Place(Control, value);
        else if (value != _told)
            positions.Move(Control, value);
        _told = value;
    }

    /// <summary>The converter was away: its next sample only says where the knob is.</summary>
    public void Forget()
    {
        _filter.Forget();
        _told = float.NaN;
    }
}
