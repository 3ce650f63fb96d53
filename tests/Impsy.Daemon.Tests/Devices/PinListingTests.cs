using Impsy.Daemon.Devices;
using Impsy.Hardware.Gpio;

namespace Impsy.Daemon.Tests.Devices;

public sealed class PinListingTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("impsy-devices-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_chip_is_told_with_the_users_of_its_lines()
    {
        StringWriter output = new();
        PinListing.WriteChip(output, "gpiochip0", "pinctrl-bcm2711",
        [
            new GpioLineInfo(0, "ID_SDA", "", false, false), new GpioLineInfo(8, "GPIO8", "spi0 CS0", true, true),
            new GpioLineInfo(9, "", "", true, false), new GpioLineInfo(10, "", "", false, false),
            new GpioLineInfo(17, "GPIO17", "", false, false),
        ]);
        PinListing.WriteChip(output, "gpiochip1", "raspberrypi-exp-gpio", []);
        Assert.Equal(
            """
              gpiochip0 (pinctrl-bcm2711, 5 lines)
                  [gpio]  needs no chip for it
                  line 8 (GPIO8): used by 'spi0 CS0' as output
                  line 9: used by somebody as input
                  free: ID_SDA GPIO17
              gpiochip1 (raspberrypi-exp-gpio, 0 lines)
                  [gpio]  chip = "raspberrypi-exp-gpio"

            """,
            output.ToString());
    }

    [Fact]
    public void Buses_and_converters_come_with_the_line_that_names_them()
    {
        Write("dev/spidev0.1", "");
        Write("dev/spidev0.0", "");
        Write("dev/i2c-1", "");
        Write("dev/gpiochip0", "");
        Write("sys/class/i2c-dev/i2c-1/name", "bcm2835 (i2c@7e804000)\n");
        Write("sys/bus/iio/devices/iio:device0/name", "ads1015\n");
        Write("sys/bus/iio/devices/iio:device0/in_voltage0_raw", "1\n");
        Assert.Equal(
            """
            GPIO chips
              /dev/gpiochip0: GPIO_GET_CHIPINFO: Inappropriate ioctl for device; this is no GPIO chip

            SPI devices
              /dev/spidev0.0
                  [adc]  chip = "mcp3008"
                         bus = "/dev/spidev0.0"
              /dev/spidev0.1
                  [adc]  chip = "mcp3008"
                         bus = "/dev/spidev0.1"

            I2C buses
              /dev/i2c-1 (bcm2835 (i2c@7e804000))
                  [adc]  chip = "ads1115"
                         bus = "/dev/i2c-1"

            Converters that the kernel drives (IIO)
              iio:device0 (ads1015), channels 0
                  [adc]  chip = "iio"
                         bus = "ads1015"

            """,
            Listing());
    }

    [Fact]
    public void A_machine_without_pins_says_so()
    {
        Assert.Equal(
            """
            GPIO chips
              none

            SPI devices
              none (dtparam=spi=on in the board's configuration turns them on)

            I2C buses
              none (dtparam=i2c_arm=on in the board's configuration turns it on)

            Converters that the kernel drives (IIO)
              none

            """,
            Listing());
    }

    private string Listing()
    {
        StringWriter output = new();
        PinListing.Write(output, _root);
        return output.ToString().Replace(_root, "", StringComparison.Ordinal);
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
