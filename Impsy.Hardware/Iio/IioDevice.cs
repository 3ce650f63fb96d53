using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using Impsy.Hardware.Adc;
using Impsy.Hardware.Linux;
using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Iio;

/// <summary>
/// A converter that a driver of the kernel serves, read through sysfs: the driver waits for the chip. One thread;
/// allocates nothing after construction, but for what it says of a failure.
/// </summary>
public sealed unsafe class IioDevice : IAdc
{
    private const int SupplyMillivolts = 3300;
    private const int LongestNumber = 32;

    private readonly SafeFileHandle?[] _raw = new SafeFileHandle?[AdcChip.Iio.Channels];
    private int _error;

    /// <param name="name">The device's name, such as "ads1015", or its folder's, such as "iio:device0".</param>
    /// <param name="channels">
    /// That must be there: in_voltageN_raw. What else there is can be read, too, if it opens.
    /// </param>
    /// <param name="root">The folder that holds sys: for tests.</param>
    /// <exception cref="IOException">There is no such device or channel; tells what there is.</exception>
    public IioDevice(string name, ReadOnlySpan<int> channels, string root = "/")
    {
        IReadOnlyList<IioInfo> devices = IioDevices.List(root);
        IioInfo device = devices.FirstOrDefault(d => d.Id == name) ?? devices.FirstOrDefault(d => d.Name == name)
            ?? throw new IOException(devices.Count == 0
                ? $"no IIO device '{name}': this machine has none"
                : $"no IIO device '{name}': there is {string.Join(", ", devices.Select(d => $"{d.Id} ({d.Name})"))}");
        Path = device.Path;
        try
        {
            foreach (int channel in channels)
                _raw[channel] = Open(device, channel);
            foreach (int channel in device.Channels.Where(channel => channel < _raw.Length))
                _raw[channel] ??= TryOpen(device, channel);
            Channels = [.. Enumerable.Range(0, _raw.Length).Where(channel => _raw[channel] is not null)];
            int first = !channels.IsEmpty ? channels[0] : Channels.Count > 0 ? Channels[0] : 0;
            FullScale = (int)Math.Round(SupplyMillivolts / ReadScale(device.Path, first));
        }
        catch // a half-opened device must not outlive its constructor
        {
            Dispose();
            throw;
        }
    }

    public string Path { get; }

    /// <summary>That can be read, in order.</summary>
    public IReadOnlyList<int> Channels { get; }

    /// <summary>Counts at 3.3 V, by the scale that the driver tells.</summary>
    public int FullScale { get; }

    public string Problem => $"{Path}: {Marshal.GetPInvokeErrorMessage(_error)}";

    public bool TryRead(ReadOnlySpan<int> channels, Span<int> counts)
    {
        byte* text = stackalloc byte[LongestNumber];
        for (int i = 0; i < channels.Length; i++)
        {
            nint length = Libc.Pread(_raw[channels[i]]!, text, LongestNumber, 0);
            if (length <= 0)
            {
                _error = length == 0 ? Libc.Enodev : Marshal.GetLastPInvokeError();
                return false;
            }
            if (!Utf8Parser.TryParse(new ReadOnlySpan<byte>(text, (int)length), out counts[i], out _))
                counts[i] = 0;
        }
        return true;
    }

    public void Dispose()
    {
        foreach (SafeFileHandle? raw in _raw)
            raw?.Dispose();
    }

    private static SafeFileHandle Open(IioInfo device, int channel)
    {
        if (!device.Channels.Contains(channel))
        {
            string there = string.Join(", ", device.Channels);
            throw new IOException($"{device.Path}: {device.Name} has no channel {channel}; it has {there}");
        }
        return TryOpen(device, channel) ?? throw LinuxError.Last(PathOf(device, channel), "open");
    }

    private static SafeFileHandle? TryOpen(IioInfo device, int channel)
    {
        int fd = Libc.Open(PathOf(device, channel), Libc.ReadOnly | Libc.CloseOnExec, 0);
        return fd >= 0 ? new SafeFileHandle(fd, ownsHandle: true) : null;
    }

    private static string PathOf(IioInfo device, int channel) =>
        System.IO.Path.Combine(device.Path, $"in_voltage{channel}_raw");

    // Millivolts a count. One file for the channel, or one for all; a driver without either counts millivolts.
    private static double ReadScale(string path, int channel)
    {
        string[] names = [$"in_voltage{channel}_scale", "in_voltage_scale"];
        foreach (string name in names)
        {
            string file = System.IO.Path.Combine(path, name);
            string text = File.Exists(file) ? File.ReadAllText(file) : "";
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double scale) && scale > 0)
                return scale;
        }
        return 1;
    }
}
