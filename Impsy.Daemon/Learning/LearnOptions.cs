using System.Globalization;
using Impsy.Daemon.Commands;
using Impsy.Daemon.Config;
using Impsy.Hardware.Adc;

namespace Impsy.Daemon.Learning;

/// <summary>What impsy learn was told.</summary>
/// <param name="Controls">How many to learn, at most.</param>
/// <param name="Serial">A serial MIDI wire to listen to, too; null: none.</param>
/// <param name="Converters">To listen to, too.</param>
/// <param name="Control">The control socket of an instrument; null: where a service has it, if there is one.</param>
/// <param name="File">Where the section is written; null: to standard output.</param>
internal sealed record LearnOptions(
    int Controls, string? Serial, IReadOnlyList<ConverterConfig> Converters, string? Control, string? File)
{
    public static IReadOnlyList<CommandOption> Own { get; } =
    [
        new("controls", null, "N", "how many there are (until Enter)"),
        new("serial", null, "PATH", "a serial MIDI wire to listen to, too"),
        new("adc", null, "CHIP[:BUS]", "a converter to listen to, too; several: with commas between"),
        new("to", null, "FILE", "a new file to write to (standard output)"),
    ];

    /// <param name="mistakes">All of them.</param>
    public static LearnOptions Read(CommandArguments arguments, out IReadOnlyList<string> mistakes)
    {
        List<string> found = [];
        string count = arguments.Value("controls") ?? "0";
        const int Most = ModelConfig.MaxDimension - 1;
        if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int controls) || controls > Most)
            found.Add($"--controls: expected a number of controls 1..{Most}, found '{count}'");
        List<ConverterConfig> converters = [];
        foreach (string text in arguments.Value("adc")?.Split(',') ?? [])
        {
            if (TryReadConverter(text, out ConverterConfig? converter))
                converters.Add(converter);
            else
                found.Add($"--adc: expected {string.Join(", ", AdcChip.All.Select(chip => chip.Name))}, with :BUS and "
                    + $":ADDRESS (0x03..0x77, on I2C) where they are not the usual ones, found '{text}'");
        }
        mistakes = found;
        return new LearnOptions(
            controls == 0 ? Most : controls, arguments.Value("serial"), converters, arguments.Value("control"),
            arguments.Value("to"));
    }

    /// <param name="text">"CHIP", "CHIP:BUS" or "CHIP:BUS:ADDRESS"; the name of an IIO device may have colons.</param>
    private static bool TryReadConverter(
        string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ConverterConfig? converter)
    {
        converter = null;
        string[] parts = text.Split(':', 2);
        if (AdcChip.All.FirstOrDefault(known => known.Name == parts[0]) is not { } chip)
            return false;
        string? bus = parts.Length > 1 ? parts[1] : AdcConfig.UsualBus(chip);
        int address = AdcConfig.UsualAddress;
        int colon = chip.IsI2c ? bus!.IndexOf(':', StringComparison.Ordinal) : -1;
        if (colon >= 0)
        {
            if (!TryReadAddress(bus![(colon + 1)..], out address))
                return false;
            bus = bus[..colon];
        }
        if (string.IsNullOrEmpty(bus))
            return false;
        converter = new ConverterConfig(chip, bus, address, chip.SpeedHz, []);
        return true;
    }

    private static bool TryReadAddress(string text, out int address)
    {
        bool isRead = text.StartsWith("0x", StringComparison.Ordinal)
            ? int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out address)
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out address);
        return isRead && address is >= AdcConfig.LeastAddress and <= AdcConfig.MostAddress;
    }
}
