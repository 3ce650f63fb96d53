using Impsy.Hardware.Net;

namespace Impsy.Hardware.Tests.Net;

public sealed class ControlMessagesTests
{
    // struct cmsghdr is length (8), level (4), type (4); 1/35 is the stamp, 1/40 the drop counter; little-endian.
    private const string Stamp = "2000000000000000 01000000 23000000 0200000000000000 0300000000000000";
    private const string Drops = "1400000000000000 01000000 28000000 05000000 00000000";
    private const string Other = "1100000000000000 00000000 01000000 07 00000000000000";

    [Theory]
    [InlineData("", null, null)]
    [InlineData(Stamp, 2_000_000_003L, null)]
    [InlineData(Drops, null, 5u)]
    [InlineData(Stamp + Drops, 2_000_000_003L, 5u)]
    [InlineData(Other + Drops + Stamp, 2_000_000_003L, 5u)]
    [InlineData("1400000000000000 01000000 28000000 05000000", null, 5u)] // the last one's padding may be missing
    [InlineData("0000000000000000 01000000 28000000 05000000", null, null)] // no size: not to be read for ever
    [InlineData("ffffffffffffffff 01000000 28000000 05000000", null, null)]
    public void Messages_are_found_among_others(string hex, long? stamp, uint? drops)
    {
        byte[] bytes = Convert.FromHexString(hex.Replace(" ", ""));
        Assert.Equal(new ControlMessages(stamp, drops), ControlMessages.Read(bytes));
    }
}
