using Impsy.Daemon.Learning;
using Impsy.Hardware.Adc;

namespace Impsy.Daemon.Tests.Learning;

/// <summary>Ports of all kinds, without devices.</summary>
internal static class LearnTestPorts
{
    public static HeardPort Device(string name) => new(HeardPortKind.Midi, name);

    public static HeardPort Wire { get; } = new(HeardPortKind.SerialMidi, "/dev/ttyAMA0");

    public static HeardPort Line { get; } = new(HeardPortKind.Serial, "/dev/ttyACM0") { Baudrate = 9600 };

    public static HeardPort Spi { get; } = Converter(AdcChip.Mcp3008, "/dev/spidev0.0", 0x48);

    public static HeardPort I2c { get; } = Converter(AdcChip.Ads1115, "/dev/i2c-1", 0x49);

    public static HeardPort Converter(AdcChip chip, string bus, int address) => new(HeardPortKind.Adc, bus)
    {
        Chip = chip,
        Address = address,
        Speed = chip.SpeedHz,
        FullScale = chip.FullScale,
        Hysteresis = chip.Hysteresis,
    };
}
