using System.Net;
using System.Runtime.CompilerServices;
using Impsy.Hardware.Net;

namespace Impsy.Hardware.Tests.Net;

public sealed class UdpAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:6000", 16)]
    [InlineData("255.254.253.252:65535", 16)]
    [InlineData("[::1]:0", 28)]
    [InlineData("[2001:db8:1:2:3:4:5:6]:6000", 28)]
    [InlineData("[fe80::1%7]:6000", 28)]
    public void An_end_point_comes_back_as_it_went_in(string text, int length)
    {
        IPEndPoint endPoint = IPEndPoint.Parse(text);
        UdpAddress address = new(endPoint);
        Assert.Equal((endPoint, text, length), (address.ToIPEndPoint(), address.ToString(), address.Length));
    }

    [Fact]
    public void Bytes_are_those_of_the_kernels_structures()
    {
        Assert.Equal(
            "02001770010203040000000000000000" + "000000000000000000000000",
            Hex(new UdpAddress(IPAddress.Parse("1.2.3.4"), 6000)));
        Assert.Equal(
            "0A00177000000000FE80000000000000000000000000000107000000",
            Hex(new UdpAddress(IPAddress.Parse("fe80::1%7"), 6000)));
    }

    [Fact]
    public void An_address_mapped_into_IPv6_is_the_IPv4_address()
    {
        UdpAddress plain = new(IPAddress.Parse("10.0.0.1"), 6000);
        Assert.Equal(plain, new UdpAddress(IPAddress.Parse("::ffff:10.0.0.1"), 6000));
        UdpAddress raw = FromHex("0A0017700000000000000000000000000000FFFF0A00000100000000");
        Assert.Equal(plain, UdpAddress.FromKernel(in raw, 28));
    }

    [Fact]
    public void What_the_kernel_leaves_undefined_does_not_count()
    {
        UdpAddress raw = FromHex("020017700A000001FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF");
        UdpAddress clean = UdpAddress.FromKernel(in raw, 16);
        Assert.Equal(new UdpAddress(IPAddress.Parse("10.0.0.1"), 6000), clean);
        Assert.Equal(new UdpAddress(IPAddress.Parse("10.0.0.1"), 6000).GetHashCode(), clean.GetHashCode());
        Assert.Equal(default, UdpAddress.FromKernel(in raw, 8));
        Assert.Equal("no address", default(UdpAddress).ToString());
    }

    [Fact]
    public void Addresses_differ_by_family_address_scope_and_port()
    {
        UdpAddress[] addresses =
        [
            default, new(IPAddress.Loopback, 1), new(IPAddress.Loopback, 2), new(IPAddress.Any, 1),
            new(IPAddress.IPv6Loopback, 1), new(IPAddress.IPv6Any, 1), new(IPAddress.Parse("fe80::1%1"), 1),
            new(IPAddress.Parse("fe80::1%2"), 1), new(IPAddress.Parse("fe80:1::1%2"), 1),
        ];
        Assert.Equal(addresses.Length, addresses.Distinct().Count());
        Assert.True(addresses[1] != addresses[2] && addresses[1] == new UdpAddress(IPAddress.Loopback, 1));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public void A_port_that_is_none_is_refused(int port) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new UdpAddress(IPAddress.Loopback, port));

    [Fact]
    public void It_has_the_size_of_the_larger_structure() => Assert.Equal(28, Unsafe.SizeOf<UdpAddress>());

    private static string Hex(UdpAddress address) => Convert.ToHexString(Bytes(ref address));

    private static UdpAddress FromHex(string hex)
    {
        UdpAddress address = default;
        Convert.FromHexString(hex).CopyTo(Bytes(ref address));
        return address;
    }

    private static Span<byte> Bytes(ref UdpAddress address) =>
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(new Span<UdpAddress>(ref address));
}
