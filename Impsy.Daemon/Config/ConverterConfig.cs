using Impsy.Hardware.Adc;

namespace Impsy.Daemon.Config;

/// <summary>A converter and what is wired to it.</summary>
/// <param name="Bus">/dev/spidev0.0, /dev/i2c-1, or the name of an IIO device.</param>
/// <param name="Address">On I2C, 0x03..0x77.</param>
/// <param name="SpeedHz">Of the bus.</param>
internal sealed record ConverterConfig(
    AdcChip Chip, string Bus, int Address, int SpeedHz, IReadOnlyList<KnobConfig> Knobs);
