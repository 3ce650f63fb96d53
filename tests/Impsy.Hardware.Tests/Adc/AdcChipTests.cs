using Impsy.Hardware.Adc;

namespace Impsy.Hardware.Tests.Adc;

public class AdcChipTests
{
    [Fact]
    public void Every_chip_keeps_the_rate_that_it_has_by_itself_with_all_its_channels() => Assert.All(
        AdcChip.All, chip => Assert.Null(chip.RefuseRate(chip.RateHz, chip.Channels, chip.SpeedHz)));

    [Fact]
    public void A_rate_that_a_chip_cannot_keep_is_refused_with_the_arithmetic()
    {
        Assert.Equal(
            "4 conversions of 1.53 ms (1.31 in the chip, 86 bits at 400000 Hz) take 6.1 ms, and 200 Hz leave 5 ms: "
            + "163 Hz at most",
            AdcChip.Ads1115.RefuseRate(200, 4, 400_000));
        Assert.Equal(
            "8 conversions of 2.42 ms (0.02 in the chip, 24 bits at 10000 Hz) take 19.36 ms, and 200 Hz leave 5 ms: "
            + "51 Hz at most",
            AdcChip.Mcp3008.RefuseRate(200, 8, 10_000));
        Assert.Null(AdcChip.Ads1115.RefuseRate(100, 4, 100_000));
        Assert.Null(AdcChip.Ads1015.RefuseRate(200, 4, 400_000));
    }
}
