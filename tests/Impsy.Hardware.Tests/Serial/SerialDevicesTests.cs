using Impsy.Hardware.Serial;

namespace Impsy.Hardware.Tests.Serial;

public sealed class SerialDevicesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("impsy-serial-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Boards_adapters_and_soldered_ports_are_found_in_the_order_of_their_numbers()
    {
        string[] names = ["ttyUSB10", "ttyUSB2", "ttyACM0", "ttyAMA0", "ttyS0", "tty", "tty1", "ttyS", "null"];
        foreach (string name in names)
            MakeDevice(name);
        Assert.Equal(
            ["dev/ttyACM0", "dev/ttyUSB2", "dev/ttyUSB10", "dev/ttyAMA0", "dev/ttyS0"], List().Select(d => d.Path));
    }

    [Fact]
    public void A_socket_without_a_chip_is_left_out()
    {
        MakeDevice("ttyS0", type: "4"); // a 16550A
        MakeDevice("ttyS1", type: "0"); // the driver found nothing
        Assert.Equal([new SerialDevice("dev/ttyS0", "dev/ttyS0")], List());
    }

    [Fact]
    public void The_name_after_the_serial_number_is_recommended()
    {
        MakeDevice("ttyACM0");
        MakeDevice("ttyACM1");
        MakeLink("serial/by-id/usb-Arduino_1234-if00", "../../ttyACM1");
        MakeLink("serial/by-id/usb-Gone_5678-if00", "../../ttyACM7");
        Assert.Equal(
            [
                new SerialDevice("dev/ttyACM0", "dev/ttyACM0"),
                new SerialDevice("dev/serial/by-id/usb-Arduino_1234-if00", "dev/ttyACM1"),
            ],
            List());
    }

    [Fact]
    public void The_name_of_the_pins_is_recommended()
    {
        MakeDevice("ttyAMA0");
        MakeLink("serial0", "ttyAMA0");
        MakeLink("serial1", "ttyS0");
        Assert.Equal([new SerialDevice("dev/serial0", "dev/ttyAMA0")], List());
    }

    [Fact]
    public void A_machine_without_any_has_none()
    {
        Assert.Empty(List());
        Directory.Delete(Path.Combine(_root, "dev"), recursive: true);
        Assert.Empty(List());
    }

    [Fact]
    public void This_machine_can_be_asked() => Assert.All(
        SerialDevices.List(), device => Assert.True(File.Exists(device.Path) && File.Exists(device.Device)));

    private SerialDevice[] List()
    {
        Directory.CreateDirectory(Path.Combine(_root, "dev"));
        return [.. SerialDevices.List(_root).Select(d => new SerialDevice(Below(d.Path), Below(d.Device)))];
    }

    private string Below(string path) => Path.GetRelativePath(_root, path);

    private void MakeDevice(string name, string? type = null)
    {
        Write("dev/" + name, "");
        if (type is not null)
            Write($"sys/class/tty/{name}/type", type + "\n");
    }

    private void MakeLink(string name, string target)
    {
        string path = Path.Combine(_root, "dev", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, target);
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
