using Impsy.Hardware.Spi;

namespace Impsy.Hardware.Tests.Spi;

public class SpiDeviceTests
{
    [Fact]
    public void What_is_no_SPI_device_is_refused_with_the_reason()
    {
        Assert.Equal(
            "/dev/null: SPI_IOC_WR_MODE: Inappropriate ioctl for device; this is no SPI device",
            Assert.Throws<IOException>(() => new SpiDevice("/dev/null", 1_000_000)).Message);
        Assert.Equal(
            "/dev/spidev99.9: open: No such file or directory; no such bus; "
            + "is it on in the board's configuration (dtparam=spi=on)?",
            Assert.Throws<IOException>(() => new SpiDevice("/dev/spidev99.9", 1_000_000)).Message);
    }
}
