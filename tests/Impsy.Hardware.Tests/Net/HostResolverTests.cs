using System.Net;
using Impsy.Hardware.Net;

namespace Impsy.Hardware.Tests.Net;

public sealed class HostResolverTests
{
    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("[::1]", "::1")]
    [InlineData("fe80::1%7", "fe80::1%7")]
    [InlineData("localhost", "127.0.0.1")]
    public void Literals_and_names_give_an_address(string host, string expected)
    {
        Assert.True(HostResolver.TryResolve(host, out IPAddress? address, out string? message));
        Assert.Equal((expected, null), (address.ToString(), message));
    }

    [Theory]
    [InlineData("::1 10.0.0.1 10.0.0.2", "10.0.0.1")]
    [InlineData("fe80::1 ::1", "fe80::1")]
    [InlineData("", null)]
    public void Of_several_addresses_the_first_IPv4_one_is_chosen(string found, string? expected)
    {
        string[] words = found.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected, HostResolver.Choose([.. words.Select(IPAddress.Parse)])?.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("[]")]
    [InlineData("no-such-host.invalid")]
    [InlineData("two words")]
    [InlineData("über..synth")]
    public void What_does_not_resolve_is_a_message(string host)
    {
        Assert.False(HostResolver.TryResolve(host, out IPAddress? address, out string? message));
        Assert.Null(address);
        string expected = string.IsNullOrWhiteSpace(host) ? "an empty host name" : $"{host}: ";
        Assert.StartsWith(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_longer_than_names_can_be_is_a_message()
    {
        Assert.False(HostResolver.TryResolve(new string('a', 300), out _, out string? message));
        Assert.NotEmpty(message);
    }
}
