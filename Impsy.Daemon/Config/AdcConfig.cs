using Impsy.Daemon.Config.Toml;
using Impsy.Hardware.Adc;

namespace Impsy.Daemon.Config;

/// <summary>The [adc] table: knobs, faders and sensors on converters from voltages to numbers.</summary>
internal sealed record AdcConfig(IReadOnlyList<ConverterBusConfig> Buses)
{
    public const int LeastAddress = 0x03;
    public const int MostAddress = 0x77;
    public const int UsualAddress = 0x48;
    private const int LeastSpeed = 10_000;
    private const int MostSpeed = 3_600_000; // of an MCP3008 at 5 V
    private const int MostRate = 1000;

    private static readonly (string Word, AdcChip? Chip)[] s_chips =
        [.. AdcChip.All.Select(chip => (chip.Name, (AdcChip?)chip))];

    /// <param name="controls">D-1; null when only the model knows.</param>
    public static AdcConfig Read(ConfigSection section, int? controls)
    {
        AdcChip chip = section.TryGet("chip", out _)
            ? section.Choice("chip", s_chips)!
            : section.Missing("chip", string.Join(", ", AdcChip.All.Select(known => known.Name)), AdcChip.Mcp3008);
        string bus = ReadBus(section, chip) ?? "";
        int address = section.Integer("address", LeastAddress, MostAddress, UsualAddress);
        int? speed = section.OptionalInteger("speed", LeastSpeed, MostSpeed);
        IReadOnlyList<(ConverterConfig Converter, KnobConfig Knob)> knobs = section.Sections("input", input =>
        {
            AdcChip own = input.TryGet("chip", out _) ? input.Choice("chip", s_chips)! : chip;
            ConverterConfig converter = new(
                own,
                input.Device("bus") ?? (own == chip ? bus : UsualBus(own) ?? ""),
                input.Integer("address", LeastAddress, MostAddress, address),
                speed ?? own.SpeedHz,
                []);
            return (converter, KnobConfig.Read(input, own, controls));
        });
        if (knobs.Count == 0)
            section.Warning(section.Line, "", "not used: it has no [[adc.input]]");
        int? rate = section.OptionalInteger("rate", 1, MostRate);
        return new AdcConfig([.. Group(knobs)
            .GroupBy(converter => converter.Bus, StringComparer.Ordinal)
            .Select(group => ReadRate(section, rate, group.Key, [.. group]))]);
    }

    /// <summary>Where a chip is unless told otherwise; null: by IIO that cannot be known.</summary>
    public static string? UsualBus(AdcChip chip) =>
        chip == AdcChip.Iio ? null : chip.IsI2c ? "/dev/i2c-1" : "/dev/spidev0.0";

    private static string? ReadBus(ConfigSection section, AdcChip chip) =>
        section.Device("bus") ?? UsualBus(chip)
            ?? section.Missing<string?>("bus", "the name of an IIO device, such as ads1015", null);

    private static IEnumerable<ConverterConfig> Group(
        IEnumerable<(ConverterConfig Converter, KnobConfig Knob)> knobs) =>
        from pair in knobs
        group pair.Knob by (pair.Converter.Chip, pair.Converter.Bus, pair.Converter.Address, pair.Converter.SpeedHz)
        into own
        select new ConverterConfig(own.Key.Chip, own.Key.Bus, own.Key.Address, own.Key.SpeedHz, [.. own]);

    private static ConverterBusConfig ReadRate(
        ConfigSection section, int? wanted, string bus, ConverterConfig[] converters)
    {
        // Different chips on one bus are rare enough to be counted as if all were the slowest of them.
        ConverterConfig slowest = converters.MaxBy(converter => converter.Chip.ConversionTime(converter.SpeedHz))!;
        int conversions = converters.Sum(converter => converter.Knobs.DistinctBy(knob => knob.Channel).Count());
        int rate = wanted ?? converters.Min(converter => converter.Chip.RateHz);
        if (slowest.Chip.RefuseRate(rate, conversions, slowest.SpeedHz) is not { } refusal)
            return new ConverterBusConfig(bus, rate, converters);
        if (wanted is null)
        {
            while (slowest.Chip.RefuseRate(rate, conversions, slowest.SpeedHz) is not null && rate > 1)
                rate--;
        }
        else if (section.TryGet("rate", out TomlValue? value))
        {
            section.Error(
                value.Position.Line, "rate", $"expected a rate that {bus} can keep, found '{rate}': {refusal}");
        }
        return new ConverterBusConfig(bus, rate, converters);
    }
}
