using Impsy.Daemon.Config.Toml;
using Impsy.Hardware.Adc;

namespace Impsy.Daemon.Config;

/// <summary>One channel of a converter, which drives a control.</summary>
/// <param name="Control">From 0.</param>
/// <param name="Min">Counts at 0.</param>
/// <param name="Max">Counts at 1; null: what the chip has at 3.3 V.</param>
/// <param name="Curve">Exponent, 0.1..10.</param>
/// <param name="Hysteresis">Counts; null: what suits the chip.</param>
internal sealed record KnobConfig(
    int Channel, int Control, int Min, int? Max, bool Invert, float Curve, float? Hysteresis)
{
    private const int MostCounts = 1 << 24; // converters of 24 bits
    private const float LeastCurve = 0.1f;
    private const float MostCurve = 10;
    private const float LeastHysteresis = 1;
    private const float MostHysteresis = 100_000;

    /// <param name="controls">D-1; null when only the model knows.</param>
    public static KnobConfig Read(ConfigSection section, AdcChip chip, int? controls)
    {
        if (!section.TryGet("channel", out _))
            section.Missing("channel", $"a channel 0..{chip.Channels - 1} of the {chip.Name}", 0);
        if (!section.TryGet("dimension", out _))
            section.Missing("dimension", "the dimension that it drives", 0);
        KnobConfig knob = new(
            section.Integer("channel", 0, chip.Channels - 1, fallback: 0),
            section.Control(controls) ?? 0,
            section.Integer("min", 0, MostCounts, fallback: 0),
            section.OptionalInteger("max", 0, MostCounts),
            section.Flag("invert", false),
            section.Number("curve", LeastCurve, MostCurve, fallback: 1),
            section.OptionalNumber("hysteresis", LeastHysteresis, MostHysteresis));
        int? max = knob.Max ?? (chip.FullScale == 0 ? null : chip.FullScale);
        if (knob.Min == max)
        {
            int line = section.TryGet("min", out TomlValue? min) ? min.Position.Line : section.Line;
            section.Error(line, "min", $"expected another number than max, found {knob.Min} for both");
        }
        return knob;
    }
}
