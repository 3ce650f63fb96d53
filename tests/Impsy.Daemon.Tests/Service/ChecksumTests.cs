using Impsy.Daemon.Service;

namespace Impsy.Daemon.Tests.Service;

public class ChecksumTests
{
    /// <summary>RFC 3720 (iSCSI), B.4, and the check value of the CRC catalogue.</summary>
    [Theory]
    [InlineData("", 0u)]
    [InlineData("313233343536373839", 0xE3069283u)]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0x8A9136AAu)]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", 0x62A8AB43u)]
    [InlineData("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", 0x46DD794Eu)]
    public void It_is_that_of_the_standard_in_any_portions(string hexadecimal, uint expected)
    {
        byte[] bytes = Convert.FromHexString(hexadecimal);
        Assert.Equal(expected, Checksum.Of(bytes));
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            Checksum checksum = new();
            checksum.Add(bytes.AsSpan(0, cut));
            checksum.Add(bytes.AsSpan(cut));
            Assert.Equal(expected, checksum.Value);
        }
    }
}
