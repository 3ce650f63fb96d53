using System.Net;
using Impsy.Hardware.Net;
using Impsy.TestSupport;

namespace Impsy.Hardware.Tests.Net;

public sealed class NetworkListTests
{
    [Theory]
    [InlineData("", "203.0.113.1 2001:db8::1", "")]
    [InlineData("10.0.0.0/8", "10.0.0.0 10.255.255.255 ::ffff:10.1.2.3", "9.255.255.255 11.0.0.0 ::1 ::10.0.0.1")]
    [InlineData("192.168.1.7/32", "192.168.1.7", "192.168.1.6 192.168.1.8")]
    [InlineData("172.16.0.0/12", "172.16.0.1 172.31.255.255", "172.32.0.0 172.15.255.255")]
    [InlineData("0.0.0.0/0", "0.0.0.0 203.0.113.1", "::1 2001:db8::1")]
    [InlineData("::/0", "::1 2001:db8::1", "127.0.0.1 203.0.113.1")]
    [InlineData("fe80::/10", "fe80::1 febf::1 fe80::1%7", "fec0::1 10.0.0.1")]
    [InlineData("2001:db8::/65", "2001:db8::7fff:0:0:0", "2001:db8::8000:0:0:0")]
    [InlineData("::1/128", "::1", "::2 127.0.0.1")]
    [InlineData("::ffff:10.0.0.0/104", "10.1.2.3", "11.1.2.3 ::1")]
    [InlineData("127.0.0.0/8 ::1/128", "127.0.0.1 ::1", "128.0.0.1 ::2")]
    public void Those_within_are_allowed_and_those_without_are_not(string networks, string inside, string outside)
    {
        NetworkList list = new([.. Words(networks).Select(IPNetwork.Parse)]);
        string[] senders = [.. Words(inside), .. Words(outside)];
        string[] allowed = [.. senders.Where(s => list.Allows(new UdpAddress(IPAddress.Parse(s), 6000)))];
        Assert.Equal(Words(inside), allowed);
    }

    [Fact]
    public void A_sender_without_address_is_allowed_only_where_all_are()
    {
        Assert.True(new NetworkList([]).Allows(default));
        Assert.False(new NetworkList([IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")]).Allows(default));
    }

    [Fact]
    public void Asking_allocates_nothing()
    {
        NetworkList list = new([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("fe80::/10")]);
        UdpAddress sender = new(IPAddress.Parse("fe80::1"), 6000);
        Assert.True(list.Allows(sender));
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 10_000; i++)
                list.Allows(sender);
        }));
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
