using System.Net;
using Impsy.Hardware.Net;

namespace Impsy.Hardware.Tests.Net;

public sealed class UdpSenderTests
{
    [Fact]
    public void Nobody_listening_is_no_error()
    {
        using UdpSender sender = new();
        UdpAddress to = new(IPAddress.Loopback, Loopback.FreePort());
        SendResult[] results = [.. Enumerable.Range(0, 5).Select(_ => sender.Send([1], to))];
        Assert.Equal(Enumerable.Repeat(SendResult.Sent, 5), results);
        Assert.Equal((5, 0, 0, null), (sender.Sent, sender.Blocked, sender.Failed, sender.LastFailure));
    }

    [IPv6Fact]
    public void One_sender_reaches_both_kinds_of_addresses()
    {
        using UdpReceiver receiver = new(IPAddress.IPv6Any, 0);
        using UdpSender sender = new();
        Assert.Equal(SendResult.Sent, sender.Send([4], new UdpAddress(IPAddress.Loopback, receiver.BoundPort)));
        Assert.Equal([4], Loopback.Receive(receiver).Bytes);
        Assert.Equal(SendResult.Sent, sender.Send([6], new UdpAddress(IPAddress.IPv6Loopback, receiver.BoundPort)));
        Assert.Equal([6], Loopback.Receive(receiver).Bytes);
    }

    [Fact]
    public void An_answer_reaches_the_sender_of_a_question()
    {
        using UdpReceiver here = new(IPAddress.Loopback, 0);
        using UdpReceiver there = new(IPAddress.Loopback, 0);
        using UdpSender sender = new();
        using System.Net.Sockets.UdpClient client = new(new IPEndPoint(IPAddress.Loopback, 0));
        client.Send([1], new IPEndPoint(IPAddress.Loopback, here.BoundPort));
        Assert.Equal(SendResult.Sent, sender.Send([2], Loopback.Receive(here).Packet.Sender));
        IPEndPoint? from = null;
        Assert.Equal([2], client.Receive(ref from));
    }

    [Fact]
    public void Everyone_on_a_network_can_be_addressed()
    {
        using UdpReceiver receiver = new(IPAddress.Any, 0);
        using UdpSender sender = new();
        UdpAddress everyone = new(IPAddress.Parse("127.255.255.255"), receiver.BoundPort);
        Assert.Equal((SendResult.Sent, null), (sender.Send([9], everyone), sender.LastFailure));
        Assert.Equal([9], Loopback.Receive(receiver).Bytes);
    }

    [Fact]
    public void What_cannot_be_sent_is_counted_with_its_reason()
    {
        using UdpSender sender = new();
        Assert.Equal(SendResult.Failed, sender.Send(new byte[65_508], new UdpAddress(IPAddress.Loopback, 9)));
        Assert.Equal((1, "Message too long"), (sender.Failed, sender.LastFailure));
        Assert.Equal(SendResult.Failed, sender.Send([1], default));
        Assert.Equal((2, "Address family not supported by protocol"), (sender.Failed, sender.LastFailure));
        Assert.Equal(0, sender.Sent);
    }
}
