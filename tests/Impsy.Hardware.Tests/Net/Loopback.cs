using System.Net;
using System.Net.Sockets;
using Impsy.Hardware.Net;

namespace Impsy.Hardware.Tests.Net;

/// <summary>What tests on real sockets share.</summary>
internal static class Loopback
{
    /// <summary>A test that waits longer than this for a packet has lost it, and fails instead of hanging.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    internal static bool HasIPv6 { get; } = CanBind(IPAddress.IPv6Loopback);

    internal static (byte[] Bytes, UdpPacket Packet) Receive(UdpReceiver receiver)
    {
        using Timer lost = StopWhenLost(receiver);
        byte[] buffer = new byte[65_536];
        Assert.True(receiver.Receive(buffer, out UdpPacket packet), "no packet came");
        return (buffer[..packet.Length], packet);
    }

    internal static Timer StopWhenLost(UdpReceiver receiver) =>
        new(_ => receiver.Stop(), null, s_patience, Timeout.InfiniteTimeSpan);

    /// <summary>A port that was free a moment ago.</summary>
    internal static int FreePort()
    {
        using UdpReceiver receiver = new(IPAddress.Loopback, 0);
        return receiver.BoundPort;
    }

    private static bool CanBind(IPAddress address)
    {
        try
        {
            using Socket socket = new(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(address, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
