using System.Net;
using System.Net.Sockets;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Net;
using Impsy.TestSupport;

namespace Impsy.Hardware.Tests.Net;

public sealed class UdpReceiverTests
{
    [Fact]
    public void A_datagram_arrives_with_its_sender()
    {
        using UdpReceiver receiver = new(IPAddress.Loopback, 0);
        using Socket peer = Peer(IPAddress.Loopback);
        peer.SendTo([1, 2, 3], new IPEndPoint(IPAddress.Loopback, receiver.BoundPort));
        (byte[] bytes, UdpPacket packet) = Loopback.Receive(receiver);
        Assert.Equal([1, 2, 3], bytes);
        Assert.Equal(new UdpPacket(3, false, packet.MonotonicStamp, Address(peer)), packet);
    }

    [IPv6Fact]
    public void An_IPv6_datagram_arrives_with_its_sender()
    {
        using UdpReceiver receiver = new(IPAddress.IPv6Loopback, 0);
        using Socket peer = Peer(IPAddress.IPv6Loopback);
        peer.SendTo([1, 2, 3], new IPEndPoint(IPAddress.IPv6Loopback, receiver.BoundPort));
        (byte[] bytes, UdpPacket packet) = Loopback.Receive(receiver);
        Assert.Equal([1, 2, 3], bytes);
        Assert.Equal(Address(peer), packet.Sender);
    }

    [IPv6Fact]
    public void All_of_IPv6_hears_IPv4_too_and_knows_it_as_such()
    {
        using UdpReceiver receiver = new(IPAddress.IPv6Any, 0);
        foreach (IPAddress loopback in (IPAddress[])[IPAddress.Loopback, IPAddress.IPv6Loopback])
        {
            using Socket peer = Peer(loopback);
            peer.SendTo([7], new IPEndPoint(loopback, receiver.BoundPort));
            Assert.Equal(Address(peer), Loopback.Receive(receiver).Packet.Sender);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_507)] // the largest that UDP over IPv4 has
    public void A_datagram_of_any_size_arrives_whole(int size)
    {
        byte[] sent = new byte[size];
        new Random(size).NextBytes(sent);
        using UdpReceiver receiver = new(IPAddress.Loopback, 0);
        using Socket peer = Peer(IPAddress.Loopback);
        peer.SendTo(sent, new IPEndPoint(IPAddress.Loopback, receiver.BoundPort));
        (byte[] bytes, UdpPacket packet) = Loopback.Receive(receiver);
        Assert.Equal(sent, bytes);
        Assert.False(packet.Truncated);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void A_datagram_larger_than_the_buffer_says_so(int room)
    {
        using UdpReceiver receiver = new(IPAddress.Loopback, 0);
        using Socket peer = Peer(IPAddress.Loopback);
        peer.SendTo(new byte[11], new IPEndPoint(IPAddress.Loopback, receiver.BoundPort));
        using Timer lost = Loopback.StopWhenLost(receiver);
        Assert.True(receiver.Receive(new byte[room], out UdpPacket packet));
        Assert.Equal((room, true), (packet.Length, packet.Truncated));
    }

    [Fact]
    public void The_stamp_is_the_time_of_arrival_and_not_of_reading()
    {
        using UdpReceiver receiver = new(IPAddress.Loopback, 0);
        using Socket peer = Peer(IPAddress.Loopback);
        // The kernel begins to stamp a moment after the first socket has asked for it, so not the first packet counts.
        bool stampedOnArrival = false;
        for (int attempt = 0; attempt < 500 && !stampedOnArrival; attempt++)
        {
            peer.SendTo([1], new IPEndPoint(IPAddress.Loopback, receiver.BoundPort));
            long arrived = MonotonicClock.Now();
            Thread.Sleep(5);
            UdpPacket packet = Loopback.Receive(receiver).Packet;
            Assert.InRange(packet.MonotonicStamp, arrived - KernelStamp.MaxAge, MonotonicClock.Now());
            stampedOnArrival = packet.MonotonicStamp <= arrived;
        }
        Assert.True(stampedOnArrival);
    }

    [Fact]
    public void A_blocked_receiver_can_be_stopped_and_stays_so()
    {
        using UdpReceiver receiver = new(IPAddress.Loopback, 0);
        bool received = true;
        Thread reader = new(() => received = receiver.Receive(new byte[8], out _));
        reader.Start();
        Thread.Sleep(30); // most likely it blocks by now; the outcome is the same if it does not
        receiver.Stop();
        reader.Join();
        Assert.False(received);
        using Socket peer = Peer(IPAddress.Loopback);
        peer.SendTo([1], new IPEndPoint(IPAddress.Loopback, receiver.BoundPort));
        Assert.False(receiver.Receive(new byte[8], out _));
    }

    [Fact]
    public void One_bell_stops_several_receivers()
    {
        using EventFd stop = new();
        using UdpReceiver first = new(IPAddress.Loopback, 0, stop);
        using UdpReceiver second = new(IPAddress.Loopback, 0, stop);
        bool[] received = [true, true];
        Thread[] readers =
        [
            new(() => received[0] = first.Receive(new byte[8], out _)),
            new(() => received[1] = second.Receive(new byte[8], out _)),
        ];
        Array.ForEach(readers, reader => reader.Start());
        stop.Ring();
        Array.ForEach(readers, reader => reader.Join());
        Assert.Equal([false, false], received);
    }

    [Fact]
    public void A_port_that_is_taken_is_named()
    {
        using UdpReceiver first = new(IPAddress.Loopback, 0);
        IOException error = Assert.Throws<IOException>(() => new UdpReceiver(IPAddress.Loopback, first.BoundPort));
        Assert.Equal($"127.0.0.1:{first.BoundPort}: bind: Address already in use", error.Message);
    }

    [Fact]
    public void An_address_that_no_interface_has_yet_can_be_bound()
    {
        using UdpReceiver ipv4 = new(IPAddress.Parse("203.0.113.7"), 0); // of the block for documentation
        Assert.NotEqual(0, ipv4.BoundPort);
    }

    [IPv6Fact]
    public void An_IPv6_address_that_no_interface_has_yet_can_be_bound()
    {
        using UdpReceiver ipv6 = new(IPAddress.Parse("2001:db8::7"), 0);
        Assert.NotEqual(0, ipv6.BoundPort);
    }

    // The receiver's own socket is connected behind its back, for only then does the kernel report a refusal to it.
    [Fact]
    public void An_error_of_the_network_is_counted_and_ends_nothing()
    {
        using UdpReceiver receiver = new(IPAddress.Loopback, 0);
        int port = Loopback.FreePort();
        using SafeSocketHandle borrowed = new(receiver.Handle.DangerousGetHandle(), ownsHandle: false);
        using Socket same = new(borrowed);
        same.Connect(IPAddress.Loopback, port);
        same.Send([1]); // to a port where nobody listens
        using Socket peer = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        peer.Bind(new IPEndPoint(IPAddress.Loopback, port));
        peer.SendTo([2], new IPEndPoint(IPAddress.Loopback, receiver.BoundPort));
        Assert.Equal([2], Loopback.Receive(receiver).Bytes);
        Assert.Equal(1, receiver.Errors);
    }

    [Fact]
    public void Bursts_are_received_or_counted_as_dropped()
    {
        const int Burst = 10_000;
        using UdpReceiver receiver = new(IPAddress.Loopback, 0);
        using UdpSender sender = new();
        UdpAddress to = new(IPAddress.Loopback, receiver.BoundPort);
        using Timer lost = Loopback.StopWhenLost(receiver);
        byte[] buffer = new byte[4];
        List<string> wrong = [];
        List<bool> dropped = [];
        int sent = 0;
        int received = 0;
        for (int burst = 0; burst < 2; burst++) // twice, because the kernel's counter goes on from where it was
        {
            for (int i = 0; i < Burst; i++)
                sender.Send(BitConverter.GetBytes(sent++), to);
            long before = receiver.Dropped;

            // The counter comes with a datagram, so more are sent until one finds room behind the burst.
            int behind = sent;
            using CancellationTokenSource done = new();
            Thread tail = new(() =>
            {
                for (; !done.IsCancellationRequested; Thread.Sleep(1))
                    sender.Send(BitConverter.GetBytes(sent++), to);
            });
            tail.Start();
            for (int number = 0; number < behind && receiver.Receive(buffer, out _);)
            {
                received++;
                number = BitConverter.ToInt32(buffer);
                if (received + receiver.Dropped != number + 1)
                    wrong.Add($"packet {number}: {received} received, {receiver.Dropped} dropped");
            }
            done.Cancel();
            tail.Join();
            dropped.Add(receiver.Dropped > before);
        }
        Assert.Empty(wrong);
        Assert.Equal([true, true], dropped);
        Assert.Equal((sent, 0), (sender.Sent, sender.Failed));
    }

    [Fact]
    public void Sending_and_receiving_allocate_nothing()
    {
        using UdpReceiver receiver = new(IPAddress.Loopback, 0);
        using UdpSender sender = new();
        UdpAddress to = new(IPAddress.Loopback, receiver.BoundPort);
        byte[] data = new byte[44];
        byte[] buffer = new byte[2048];
        using Timer lost = Loopback.StopWhenLost(receiver);
        Exchange(); // the first call compiles
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 2000; i++)
                Exchange();
        }));

        void Exchange()
        {
            sender.Send(data, to);
            receiver.Receive(buffer, out _);
        }
    }

    private static UdpAddress Address(Socket peer) => new((IPEndPoint)peer.LocalEndPoint!);

    private static Socket Peer(IPAddress address)
    {
        Socket socket = new(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address, 0));
        return socket;
    }

    /// <summary>A client that has connected its socket hears only the port it sends to.</summary>
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::", "127.0.0.1")]
    public void An_answer_comes_from_the_port_that_was_asked(string bound, string asked)
    {
        using UdpReceiver receiver = new(IPAddress.Parse(bound), 0);
        using Socket client = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        client.Connect(IPAddress.Parse(asked), receiver.BoundPort);
        client.Send("question"u8);
        byte[] buffer = new byte[64];
        Assert.True(receiver.Receive(buffer, out UdpPacket packet));
        Assert.True(receiver.TryReply("answer"u8, packet.Sender));
        client.ReceiveTimeout = 20_000;
        Assert.Equal("answer", System.Text.Encoding.UTF8.GetString(buffer, 0, client.Receive(buffer)));
    }
}
