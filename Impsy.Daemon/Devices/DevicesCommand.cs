using Impsy.Hardware.Alsa;
using Impsy.Hardware.Serial;

namespace Impsy.Daemon.Devices;

/// <summary>impsy devices: what can be played on and through, each with the line that names it in a configuration.</summary>
internal static class DevicesCommand
{
    /// <param name="root">The folder that holds dev and sys.</param>
    public static int Run(TextWriter output, string root = "/")
    {
        WriteMidi(output);
        output.WriteLine();
        WriteSerial(output, SerialDevices.List(root));
        output.WriteLine();
        PinListing.Write(output, root);
        return 0;
    }

    /// <summary>A table of ports.</summary>
    internal static void WritePorts(TextWriter output, IReadOnlyList<AlsaPort> ports)
    {
        output.WriteLine("MIDI ports");
        foreach (AlsaPort port in ports)
        {
            string[] keys = [.. Keys(port)];
            string name = port.Name.Trim();
            string kind = port.Kind == AlsaPortKind.Hardware ? "device" : "program";
            output.WriteLine($"  {port.FullName} ({port.Address}, {kind})");
            foreach (string key in keys)
                output.WriteLine($"      [midi]  {key} = \"{name}\"");
        }
        if (ports.Count == 0)
            output.WriteLine("  none is plugged in");
    }

    internal static void WriteSerial(TextWriter output, IReadOnlyList<SerialDevice> devices)
    {
        output.WriteLine("Serial ports");
        foreach (SerialDevice device in devices)
        {
            output.WriteLine(device.Path == device.Device ? $"  {device.Path}" : $"  {device.Path} (now {device.Device})");
            output.WriteLine($"      [serial] or [serialmidi]  port = \"{device.Path}\"");
        }
        if (devices.Count == 0)
            output.WriteLine("  none");
    }

    private static void WriteMidi(TextWriter output)
    {
        try
        {
            using AlsaSequencer sequencer = new("IMPSY devices");
            WritePorts(output, sequencer.Ports());
        }
        catch (IOException failure)
        {
            output.WriteLine($"MIDI ports\n  none: {failure.Message}");
        }
    }

    private static IEnumerable<string> Keys(AlsaPort port)
    {
        if (port.IsReadable)
            yield return "in_device";
        if (port.IsWritable)
            yield return "out_device";
    }
}
