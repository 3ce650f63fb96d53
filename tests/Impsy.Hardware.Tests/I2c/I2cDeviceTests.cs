using Impsy.Hardware.I2c;

namespace Impsy.Hardware.Tests.I2c;

public sealed class I2cDeviceTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("impsy-i2c-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void What_is_no_I2C_bus_is_refused_with_the_reason()
    {
        Assert.Equal(
            "/dev/null: I2C_SLAVE: Inappropriate ioctl for device; this is no I2C bus",
            Assert.Throws<IOException>(() => new I2cDevice("/dev/null", 0x48)).Message);
        Assert.Equal(
            "/dev/i2c-99: open: No such file or directory; no such bus; "
            + "is it on in the board's configuration (dtparam=i2c_arm=on), and i2c-dev loaded?",
            Assert.Throws<IOException>(() => new I2cDevice("/dev/i2c-99", 0x48)).Message);
    }

    [Fact]
    public void Buses_come_in_the_order_of_their_numbers_with_who_drives_them()
    {
        Write("dev/i2c-10", "");
        Write("dev/i2c-1", "");
        Write("dev/i2c-x", "");
        Write("sys/class/i2c-dev/i2c-1/name", "bcm2835 (i2c@7e804000)\n");
        Assert.Equal(
            [
                new I2cBus(Path.Combine(_root, "dev/i2c-1"), "bcm2835 (i2c@7e804000)"),
                new I2cBus(Path.Combine(_root, "dev/i2c-10"), ""),
            ],
            I2cBuses.List(_root));
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
