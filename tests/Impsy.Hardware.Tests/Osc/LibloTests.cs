using System.Net;
using Impsy.Hardware.Net;
using Impsy.Hardware.Osc;
using Impsy.Hardware.Tests.Net;

namespace Impsy.Hardware.Tests.Osc;

// Debian's liblo is built without IPv6, so it meets our IPv6 socket as IPv4 does: mapped.
public sealed class LibloTests
{
    public static TheoryData<string[], string> Sent() => new()
    {
        { ["/a", "i", "-7"], "1 /a i -7" },
        { ["/a", "f", "0.5"], "1 /a f 0.5" },
        { ["/a", "s", "two words"], "1 /a s two words" },
        { ["/a", "S", "symbol"], "1 /a S symbol" },
        { ["/a", "h", "-5000000000"], "1 /a h -5000000000" },
        { ["/a", "d", "2.25"], "1 /a d 2.25" },
        { ["/a", "TFNI"], "1 /a T, F, N, I" },
        { ["/a", "cmi", "A", "00903c7f", "9"], "1 /a c, m, i 9" },
        { ["/a"], "1 /a" },
        { ["/interface", "ffffffff", "0", "0.125", "0.25", "0.375", "0.5", "0.625", "0.75", "1"],
            "1 /interface f 0, f 0.125, f 0.25, f 0.375, f 0.5, f 0.625, f 0.75, f 1" },
    };

    [Theory]
    [MemberData(nameof(Sent))]
    public void What_oscsend_sends_is_understood(string[] message, string expected)
    {
        IPAddress[] addresses = [IPAddress.Loopback, .. Loopback.HasIPv6 ? (IPAddress[])[IPAddress.IPv6Any] : []];
        foreach (IPAddress address in addresses)
        {
            using UdpReceiver receiver = new(address, 0);
            LibloPeer.Send(receiver.BoundPort, message);
            (byte[] bytes, UdpPacket packet) = Loopback.Receive(receiver);
            Assert.Equal(expected, OscText.Elements(bytes));
            Assert.Equal("127.0.0.1", packet.Sender.ToIPEndPoint().Address.ToString());
        }
    }

    [Fact]
    public void What_is_sent_oscdump_understands()
    {
        int port = Loopback.FreePort();
        byte[] general = new byte[256];
        OscWriter writer = new(general, "/impsy/status"u8, "sTihFdNIf"u8);
        writer.WriteString("call response");
        writer.WriteInt(-7);
        writer.WriteLong(-5_000_000_000);
        writer.WriteDouble(2.25);
        writer.WriteFloat(0.5f);
        Assert.True(writer.TryFinish(out int length));
        byte[] blob = new byte[64];
        OscWriter blobWriter = new(blob, "/blob"u8, "b"u8);
        blobWriter.WriteBlob([1, 2, 0xff]);
        Assert.True(blobWriter.TryFinish(out int blobLength));

        using UdpSender sender = new();
        UdpAddress to = new(IPAddress.Loopback, port);
        string[] lines = LibloPeer.Dump(port, 4, () =>
        {
            Assert.Equal(SendResult.Sent, sender.Send(new OscFloatMessage("/prediction", 3).With([0, 0.5f, -1]), to));
            Assert.Equal(SendResult.Sent, sender.Send(new OscFloatMessage("/impsy", 0).With([]), to));
            Assert.Equal(SendResult.Sent, sender.Send(general.AsSpan(0, length), to));
            Assert.Equal(SendResult.Sent, sender.Send(blob.AsSpan(0, blobLength), to));
        });
        Assert.Equal(
        [
            "/prediction fff 0.000000 0.500000 -1.000000",
            "/impsy ",
            "/impsy/status sTihFdNIf \"call response\" #T -7 -5000000000 #F 2.250000 Nil Infinitum 0.500000",
            "/blob b [3b 0x1 0x2 0xff]",
        ], lines);
    }
}
