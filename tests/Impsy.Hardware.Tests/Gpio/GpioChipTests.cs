using Impsy.Hardware.Gpio;

namespace Impsy.Hardware.Tests.Gpio;

public sealed class GpioChipTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("impsy-gpio-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void What_is_no_chip_is_refused_with_the_reason()
    {
        Assert.Equal(
            "/dev/null: GPIO_GET_CHIPINFO: Inappropriate ioctl for device; this is no GPIO chip",
            Assert.Throws<IOException>(() => new GpioChip("/dev/null")).Message);
        Assert.Equal(
            "/nowhere/gpiochip0: open: No such file or directory; no such chip; 'impsy devices' lists those that are there",
            Assert.Throws<IOException>(() => GpioChips.Open("/nowhere/gpiochip0")).Message);
    }

    [Fact]
    public void A_machine_without_chips_says_so()
    {
        Assert.Equal(
            "no GPIO chip 'pinctrl-bcm2711': this machine has none",
            Assert.Throws<IOException>(() => GpioChips.Open("pinctrl-bcm2711", _root)).Message);
        Assert.Equal(
            "no GPIO chip of a header that we know: this machine has none",
            Assert.Throws<IOException>(() => GpioChips.Open("", _root)).Message);
    }

    [Fact]
    public void Chips_come_in_the_order_of_their_numbers()
    {
        string[] names = ["gpiochip10", "gpiochip2", "gpiochip0", "gpiochip", "gpiochipx", "gpiomem"];
        Directory.CreateDirectory(Path.Combine(_root, "dev"));
        foreach (string name in names)
            File.WriteAllText(Path.Combine(_root, "dev", name), "");
        Assert.Equal(
            ["gpiochip0", "gpiochip2", "gpiochip10"], GpioChips.Paths(_root).Select(path => Path.GetFileName(path)));
    }

    [Theory]
    [InlineData("pinctrl-bcm2835", true)] // Raspberry Pi 1..3 and Zero
    [InlineData("pinctrl-bcm2711", true)] // 4
    [InlineData("pinctrl-rp1", true)] // 5
    [InlineData("raspberrypi-exp-gpio", false)]
    [InlineData("gpio-brcmstb@107d508500", false)]
    public void The_chip_of_the_forty_pins_is_known_by_its_label(string label, bool isHeader) =>
        Assert.Equal(isHeader, GpioChips.IsHeader(label));
}
