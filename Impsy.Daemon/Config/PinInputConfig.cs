using System.Globalization;
using Impsy.Daemon.Config.Toml;
using Impsy.Hardware.Gpio;

namespace Impsy.Daemon.Config;

/// <summary>A [[gpio.input]] table: a button, a switch or an encoder. Drives a control or gives a command.</summary>
/// <param name="Lines">Numbers or names on the chip: one, or A and B of an encoder.</param>
/// <param name="DebounceMilliseconds">0..1000; 0 for encoders, whose contacts may bounce.</param>
/// <param name="Control">From 0; null: it gives a command.</param>
/// <param name="Command">Null: it drives a control.</param>
/// <param name="Turn">For encoders.</param>
internal sealed record PinInputConfig(
    PinInputKind Kind,
    IReadOnlyList<string> Lines,
    GpioBias Pull,
    bool ActiveLow,
    int DebounceMilliseconds,
    int? Control,
    PinCommand? Command,
    EncoderTurn Turn)
{
    public const string LineForm = "the number of a line, or its name";
    private const int MostMilliseconds = 1000;

    /// <param name="controls">D-1; null when only the model knows.</param>
    public static PinInputConfig Read(ConfigSection section, int? controls)
    {
        PinInputKind kind = section.Choice(
            "type", ("button", PinInputKind.Button), ("toggle", PinInputKind.Toggle), ("switch", PinInputKind.Switch),
            ("encoder", PinInputKind.Encoder));
        GpioBias pull = section.Choice(
            "pull", ("up", GpioBias.PullUp), ("down", GpioBias.PullDown), ("none", GpioBias.None));
        int? control = section.Control(controls);
        PinCommand? command = PinCommand.Read(section, kind);
        if (section.TryGet("dimension", out _) == section.TryGet("command", out _))
        {
            section.Error(
                section.Line, "", control is null ? "expected a dimension or a command, found neither"
                    : "expected a dimension or a command, found both");
        }
        bool isEncoder = kind == PinInputKind.Encoder;
        if (section.TryGet("debounce_ms", out TomlValue? debounce) && isEncoder)
            section.Error(debounce.Position.Line, "debounce_ms", "an encoder has none: it would lose turns by it");
        return new PinInputConfig(
            kind,
            ReadLines(section, isEncoder),
            pull,
            section.Flag("active_low", pull == GpioBias.PullUp),
            section.Integer("debounce_ms", 0, MostMilliseconds, fallback: isEncoder ? 0 : 5),
            control,
            command,
            EncoderTurn.Read(section));
    }

    /// <param name="value">A number, or a text.</param>
    public static string? LineOf(TomlValue value) => value.Kind switch
    {
        TomlKind.Integer when value.Integer is >= 0 and <= ushort.MaxValue =>
            value.Integer.ToString(CultureInfo.InvariantCulture),
        TomlKind.Text when value.Text.Length > 0 && !value.Text.Any(char.IsControl) => value.Text,
        _ => null,
    };

    private static string[] ReadLines(ConfigSection section, bool isEncoder)
    {
        const string Key = "line";
        string expected = isEncoder ? "two lines, [A, B], each a number or a name" : LineForm;
        if (!section.TryGet(Key, out TomlValue? value))
            return section.Missing<string[]>(Key, expected, []);
        TomlValue[] items = value.Kind == TomlKind.Array ? [.. value.Items] : [value];
        string[] lines = [.. items.Select(LineOf).OfType<string>()];
        if (lines.Length != items.Length || lines.Length != (isEncoder ? 2 : 1))
            return section.Wrong<string[]>(Key, value, expected, []);
        if (isEncoder && lines[0] == lines[1])
            section.Error(value.Position.Line, Key, $"expected two different lines, found {lines[0]} twice");
        return lines;
    }
}
