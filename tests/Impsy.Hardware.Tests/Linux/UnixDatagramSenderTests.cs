using System.Net.Sockets;
using System.Text;
using Impsy.Hardware.Linux;

namespace Impsy.Hardware.Tests.Linux;

public sealed class UnixDatagramSenderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("impsy-unix-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_datagram_reaches_a_path()
    {
        string path = Path.Combine(_folder, "notify");
        using Socket listener = Listen(path);
        using UnixDatagramSender sender = new(path);
        Assert.True(sender.TrySend("READY=1"u8));
        Assert.Equal("READY=1", Receive(listener));
    }

    [Fact]
    public void And_a_name_in_the_abstract_namespace()
    {
        string name = $"impsy-test-{Guid.NewGuid():N}";
        using Socket listener = Listen("\0" + name);
        using UnixDatagramSender sender = new("@" + name);
        Assert.True(sender.TrySend("STATUS=plays"u8));
        Assert.Equal("STATUS=plays", Receive(listener));
    }

    [Fact]
    public void Nobody_there_is_an_answer_and_whoever_comes_later_is_found()
    {
        string path = Path.Combine(_folder, "late");
        using UnixDatagramSender sender = new(path);
        Assert.False(sender.TrySend("1"u8));
        using Socket listener = Listen(path);
        Assert.True(sender.TrySend("2"u8));
        Assert.Equal("2", Receive(listener));
    }

    [Fact]
    public void A_full_queue_is_never_waited_for_and_nothing_is_allocated()
    {
        string path = Path.Combine(_folder, "full");
        using Socket listener = Listen(path);
        using UnixDatagramSender sender = new(path);
        sender.TrySend("warm"u8);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int sent = 0;
        while (sender.TrySend("WATCHDOG=1"u8) && sent < 1_000_000)
            sent++;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.InRange(sent, 1, 999_999);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/1234567890/1234567890/1234567890/1234567890/1234567890/1234567890/1234567890/1234567890/1234567890/12345678")]
    public void A_name_that_is_none_is_told(string name) =>
        Assert.Contains("1..107 bytes", Assert.Throws<IOException>(() => new UnixDatagramSender(name)).Message,
            StringComparison.Ordinal);

    private static Socket Listen(string path)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 20_000 };
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static string Receive(Socket listener)
    {
        byte[] buffer = new byte[256];
        return Encoding.UTF8.GetString(buffer, 0, listener.Receive(buffer));
    }
}
