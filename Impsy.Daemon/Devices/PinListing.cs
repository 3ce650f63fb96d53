using Impsy.Hardware.Gpio;
using Impsy.Hardware.I2c;
using Impsy.Hardware.Iio;
using Impsy.Hardware.Spi;

namespace Impsy.Daemon.Devices;

/// <summary>What impsy devices tells of the board's own pins: chips, lines and who uses them, buses, converters.</summary>
internal static class PinListing
{
    /// <param name="root">The folder that holds dev and sys.</param>
    public static void Write(TextWriter output, string root)
    {
        WriteChips(output, root);
        output.WriteLine();
        WriteSpi(output, SpiDevices.List(root));
        output.WriteLine();
        WriteI2c(output, I2cBuses.List(root));
        output.WriteLine();
        WriteIio(output, IioDevices.List(root));
    }

    /// <summary>A chip and its lines: those in use one by one, of the rest their names.</summary>
    internal static void WriteChip(TextWriter output, string name, string label, IReadOnlyList<GpioLineInfo> lines)
    {
        output.WriteLine($"  {name} ({label}, {lines.Count} lines)");
        output.WriteLine(GpioChips.IsHeader(label)
            ? "      [gpio]  needs no chip for it"
            : $"      [gpio]  chip = \"{label}\"");
        foreach (GpioLineInfo line in lines.Where(line => line.IsUsed))
        {
            string user = line.Consumer.Length == 0 ? "somebody" : $"'{line.Consumer}'";
            output.WriteLine($"      line {line}: used by {user} as {(line.IsOutput ? "output" : "input")}");
        }
        string[] free = [.. lines.Where(line => !line.IsUsed && line.Name.Length > 0).Select(line => line.Name)];
        if (free.Length > 0)
            output.WriteLine($"      free: {string.Join(' ', free)}");
    }

    private static void WriteChips(TextWriter output, string root)
    {
        output.WriteLine("GPIO chips");
        IReadOnlyList<string> paths = GpioChips.Paths(root);
        foreach (string path in paths)
        {
            try
            {
                using GpioChip chip = new(path);
                WriteChip(output, chip.Name, chip.Label, [.. Enumerable.Range(0, chip.LineCount).Select(chip.GetLine)]);
            }
            catch (IOException failure)
            {
                output.WriteLine($"  {failure.Message}");
            }
        }
        if (paths.Count == 0)
            output.WriteLine("  none");
    }

    private static void WriteSpi(TextWriter output, IReadOnlyList<string> paths)
    {
        output.WriteLine("SPI devices");
        foreach (string path in paths)
        {
            output.WriteLine($"  {path}");
            WriteConverter(output, "mcp3008", path);
        }
        if (paths.Count == 0)
            output.WriteLine("  none (dtparam=spi=on in the board's configuration turns them on)");
    }

    private static void WriteI2c(TextWriter output, IReadOnlyList<I2cBus> buses)
    {
        output.WriteLine("I2C buses");
        foreach (I2cBus bus in buses)
        {
            output.WriteLine(bus.Adapter.Length == 0 ? $"  {bus.Path}" : $"  {bus.Path} ({bus.Adapter})");
            WriteConverter(output, "ads1115", bus.Path);
        }
        if (buses.Count == 0)
            output.WriteLine("  none (dtparam=i2c_arm=on in the board's configuration turns it on)");
    }

    private static void WriteIio(TextWriter output, IReadOnlyList<IioInfo> devices)
    {
        output.WriteLine("Converters that the kernel drives (IIO)");
        foreach (IioInfo device in devices)
        {
            output.WriteLine($"  {device.Id} ({device.Name}), channels {string.Join(' ', device.Channels)}");
            WriteConverter(output, "iio", device.Name);
        }
        if (devices.Count == 0)
            output.WriteLine("  none");
    }

    private static void WriteConverter(TextWriter output, string chip, string bus)
    {
        output.WriteLine($"      [adc]  chip = \"{chip}\"");
        output.WriteLine($"             bus = \"{bus}\"");
    }
}
