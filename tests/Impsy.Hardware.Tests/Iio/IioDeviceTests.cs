using Impsy.Hardware.Iio;

namespace Impsy.Hardware.Tests.Iio;

public sealed class IioDeviceTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("impsy-iio-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Channels_are_read_by_the_name_of_the_chip_or_of_its_folder()
    {
        Make("iio:device1", "ads1015", "0=17", "3=-5", "0-1=9");
        Write("iio:device1", "in_voltage0_scale", "2\n");
        foreach (string name in new[] { "ads1015", "iio:device1" })
        {
            using IioDevice device = new(name, [0, 3], _root);
            int[] counts = new int[2];
            Assert.True(device.TryRead([3, 0], counts));
            Assert.Equal([-5, 17], counts);
            Assert.Equal(1650, device.FullScale); // of 3300 mV at 2 mV a count
        }
    }

    [Fact]
    public void What_nobody_has_asked_for_can_be_read_too_if_it_opens()
    {
        Make("iio:device0", "ads1015", "0=1", "2=3", "5=6");
        string link = Path.Combine(_root, "sys/bus/iio/devices/iio:device0/in_voltage5_raw");
        File.Delete(link);
        File.CreateSymbolicLink(link, "nowhere");
        using IioDevice device = new("ads1015", [0], _root);
        Assert.Equal([0, 2], device.Channels);
        int[] counts = new int[2];
        Assert.True(device.TryRead([2, 0], counts));
        Assert.Equal([3, 1], counts);
        string message = Refusal("ads1015", 5);
        Assert.StartsWith(link, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_is_read_anew_each_time()
    {
        Make("iio:device0", "mcp3008", "0=1");
        Write("iio:device0", "in_voltage_scale", "3.222656250\n");
        using IioDevice device = new("mcp3008", [0], _root);
        int[] counts = new int[1];
        Assert.True(device.TryRead([0], counts));
        Write("iio:device0", "in_voltage0_raw", "1023\n");
        Assert.True(device.TryRead([0], counts));
        Assert.Equal((1023, 1024), (counts[0], device.FullScale));
    }

    [Fact]
    public void What_is_not_there_is_told_with_what_is()
    {
        Assert.Equal("no IIO device 'x': this machine has none", Refusal("x", 0));
        Make("iio:device0", "ads1015", "0=1", "2=1");
        Make("iio:device7", "accelerometer");
        Assert.Equal("no IIO device 'x': there is iio:device0 (ads1015)", Refusal("x", 0));
        Assert.EndsWith("ads1015 has no channel 1; it has 0, 2", Refusal("ads1015", 1), StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_stops_answering_is_a_value()
    {
        Make("iio:device0", "ads1015", "0=1");
        using IioDevice device = new("ads1015", [0], _root);
        Write("iio:device0", "in_voltage0_raw", "");
        Assert.False(device.TryRead([0], new int[1]));
        Assert.EndsWith("iio:device0: No such device", device.Problem, StringComparison.Ordinal);
    }

    private string Refusal(string name, int channel) =>
        Assert.Throws<IOException>(() => new IioDevice(name, [channel], _root)).Message;

    private void Make(string folder, string name, params string[] channels)
    {
        Directory.CreateDirectory(Path.Combine(_root, "sys/bus/iio/devices", folder));
        Write(folder, "name", name + "\n");
        foreach (string channel in channels)
            Write(folder, $"in_voltage{channel.Split('=')[0]}_raw", channel.Split('=')[1] + "\n");
    }

    private void Write(string folder, string file, string text) =>
        File.WriteAllText(Path.Combine(_root, "sys/bus/iio/devices", folder, file), text);
}
