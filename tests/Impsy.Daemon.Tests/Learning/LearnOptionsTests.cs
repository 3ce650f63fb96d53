using Impsy.Daemon.Commands;
using Impsy.Daemon.Learning;

namespace Impsy.Daemon.Tests.Learning;

public class LearnOptionsTests
{
    [Theory]
    [InlineData("mcp3008", "mcp3008 on /dev/spidev0.0")]
    [InlineData("mcp3208:/dev/spidev0.1", "mcp3208 on /dev/spidev0.1")]
    [InlineData("ads1115", "ads1115 on /dev/i2c-1 at 0x48")]
    [InlineData("ads1115:/dev/i2c-0:0x4b", "ads1115 on /dev/i2c-0 at 0x4b")]
    [InlineData("ads1015:/dev/i2c-0:73", "ads1015 on /dev/i2c-0 at 0x49")]
    [InlineData("iio:iio:device0", "iio on iio:device0")]
    public void A_converter_is_named_as_in_a_configuration(string text, string name)
    {
        LearnOptions options = Read("--adc", text);
        Assert.Equal([name], options.Converters.Select(converter => ConverterListener.PortOf(converter).Name));
    }

    [Fact]
    public void Several_converters_have_commas_between_them()
    {
        Assert.Equal(2, Read("--adc", "mcp3008,ads1115:/dev/i2c-1:0x49").Converters.Count);
    }

    [Theory]
    [InlineData("--adc", "mcp3009")]
    [InlineData("--adc", "")]
    [InlineData("--adc", "mcp3008,")]
    [InlineData("--adc", "mcp3008:")]
    [InlineData("--adc", "iio")]
    [InlineData("--adc", "ads1115:/dev/i2c-1:0x78")]
    [InlineData("--adc", "ads1115:/dev/i2c-1:")]
    [InlineData("--adc", "ads1115::0x48")]
    [InlineData("--controls", "65")]
    [InlineData("--controls", "-1")]
    public void What_is_no_converter_or_no_number_is_told(string option, string value)
    {
        LearnOptions.Read(Parse(option, value), out IReadOnlyList<string> mistakes);
        Assert.Contains($"found '{value.Split(',')[^1]}'", Assert.Single(mistakes), StringComparison.Ordinal);
    }

    private static LearnOptions Read(params string[] arguments)
    {
        LearnOptions options = LearnOptions.Read(Parse(arguments), out IReadOnlyList<string> mistakes);
        Assert.Empty(mistakes);
        return options;
    }

    private static CommandArguments Parse(params string[] arguments)
    {
        Assert.True(CommandArguments.TryParse(arguments, LearnOptions.Own, 0, out CommandArguments? parsed, out _));
        return parsed!;
    }
}
