using Impsy.Daemon.Config.Toml;

namespace Impsy.Daemon.Config;

/// <summary>A [[gpio.output]] table: a light, or anything that is switched by a line.</summary>
/// <param name="Line">Number or name on the chip.</param>
/// <param name="Control">From 0, for <see cref="PinOutputKind.Gate"/> and <see cref="PinOutputKind.Pwm"/>.</param>
/// <param name="Threshold">0..1, for Gate.</param>
/// <param name="Frequency">Hertz, 10..200, for Pwm.</param>
internal sealed record PinOutputConfig(
    PinOutputKind Kind, string Line, bool ActiveLow, int Control, float Threshold, float Frequency)
{
    // Slower is a blinking; faster would take more of the board than a light is worth.
    private const float LeastFrequency = 10;
    private const float MostFrequency = 200;

    /// <param name="controls">D-1; null when only the model knows.</param>
    public static PinOutputConfig Read(ConfigSection section, int? controls)
    {
        PinOutputKind kind = section.Choice(
            "type", ("state", PinOutputKind.State), ("activity", PinOutputKind.Activity), ("gate", PinOutputKind.Gate),
            ("pwm", PinOutputKind.Pwm));
        bool needsControl = kind is PinOutputKind.Gate or PinOutputKind.Pwm;
        bool hasControl = section.TryGet("dimension", out TomlValue? dimension);
        if (needsControl && !hasControl)
            section.Missing("dimension", "the dimension that it shows", 0);
        else if (hasControl && !needsControl)
            section.Warning(dimension!.Position.Line, "dimension", "not used: only gate and pwm show a dimension");
        return new PinOutputConfig(
            kind,
            ReadLine(section, "line"),
            section.Flag("active_low", false),
            section.Control(controls) ?? 0,
            section.Number("threshold", 0, 1, fallback: 0.5f),
            section.Number("frequency", LeastFrequency, MostFrequency, fallback: 100));
    }

    private static string ReadLine(ConfigSection section, string key)
    {
        if (!section.TryGet(key, out TomlValue? value))
            return section.Missing(key, PinInputConfig.LineForm, "");
        return PinInputConfig.LineOf(value) ?? section.Wrong(key, value, PinInputConfig.LineForm, "");
    }
}
