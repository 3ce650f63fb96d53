using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Impsy.Hardware.Linux;

namespace Impsy.Hardware.Tests.Linux;

[SupportedOSPlatform("linux")]
public sealed class UnixLineServerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("impsy-lines-").FullName;
    private readonly EventFd _stop = new();
    private readonly UnixLineServer _server;
    private readonly Thread _thread;

    public UnixLineServerTests()
    {
        _server = new UnixLineServer(SocketPath, UnixFileMode.UserRead | UnixFileMode.UserWrite, Echo, "too long\n"u8,
            _stop);
        _thread = new Thread(_server.Run);
        _thread.Start();
    }

    private string SocketPath => Path.Combine(_folder, "control.sock");

    public void Dispose()
    {
        _stop.Ring();
        _thread.Join();
        _server.Dispose();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Each_line_has_its_answer_however_the_bytes_come()
    {
        using Socket client = Connect();
        client.Send("one\ntwo\nthr"u8);
        Assert.Equal("<one>\n<two>\n", Receive(client, 12));
        client.Send("ee\n"u8);
        Assert.Equal("<three>\n", Receive(client, 8));
        client.Send("four"u8);
        client.Shutdown(SocketShutdown.Send); // no end of a line, but of everything
        Assert.Equal("<four>\n", Receive(client, 7));
        Assert.Equal(0, client.Receive(new byte[1]));
    }

    [Fact]
    public void Its_file_has_the_mode_that_was_asked_for() =>
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SocketPath));

    [Fact]
    public void A_line_of_the_longest_kind_is_answered_and_a_longer_one_ends_the_connection()
    {
        using Socket client = Connect();
        string longest = new('x', UnixLineServer.LongestLine - 1);
        client.Send(Encoding.ASCII.GetBytes(longest + "\n"));
        Assert.Equal($"<{longest}>\n", Receive(client, longest.Length + 3));
        client.Send(Encoding.ASCII.GetBytes(longest + "x"));
        Assert.Equal("too long\n", Receive(client, 9));
        Assert.Equal(0, client.Receive(new byte[1]));
    }

    [Fact]
    public void Whoever_does_not_read_is_let_go_and_the_others_are_served_meanwhile()
    {
        using Socket deaf = Connect();
        byte[] lines = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 1000) + "\n", 4)));
        bool isGone = false;
        for (int i = 0; i < 10_000 && !isGone; i++)
        {
            try
            {
                deaf.Send(lines);
            }
            catch (SocketException)
            {
                isGone = true;
            }
        }
        Assert.True(isGone);
        using Socket other = Connect();
        other.Send("here\n"u8);
        Assert.Equal("<here>\n", Receive(other, 7));
    }

    [Fact]
    public void When_all_places_are_taken_the_one_that_was_silent_longest_goes()
    {
        Socket[] idle = [.. Enumerable.Range(0, UnixLineServer.MostClients).Select(_ => Ask(Connect()))];
        idle[0].Send("awake\n"u8);
        Receive(idle[0], 8);
        using Socket newcomer = Ask(Connect());
        Assert.Equal(0, idle[1].Receive(new byte[1]));
        foreach (int i in new[] { 0, 2, 15 })
            Ask(idle[i]);
        foreach (Socket socket in idle)
            socket.Dispose();
    }

    [Fact]
    public void Two_cannot_serve_one_path_but_what_is_left_over_is_replaced()
    {
        Assert.Contains("another instrument", Fail(SocketPath), StringComparison.Ordinal);
        using Socket still = Ask(Connect());
        string left = Path.Combine(_folder, "left.sock");
        using (Socket before = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            before.Bind(new UnixDomainSocketEndPoint(left));
            before.Listen();
        }
        File.WriteAllText(left + ".txt", "precious");
        using EventFd stop = new();
        if (!File.Exists(left)) // the framework removes it when it is closed: as after a crash
            LeaveSocket(left);
        using UnixLineServer server = new(left, UnixFileMode.UserRead, Echo, default, stop);
        Assert.Contains("Address already in use", Fail(left + ".txt"), StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(left + ".txt"));
    }

    [Fact]
    public void Afterwards_its_file_is_gone()
    {
        string path = Path.Combine(_folder, "short.sock");
        using EventFd stop = new();
        new UnixLineServer(path, UnixFileMode.UserRead, Echo, default, stop).Dispose();
        Assert.False(File.Exists(path));
    }

    private static int Echo(ReadOnlySpan<byte> line, Span<byte> reply)
    {
        reply[0] = (byte)'<';
        line.CopyTo(reply[1..]);
        ">\n"u8.CopyTo(reply[(line.Length + 1)..]);
        return line.Length + 3;
    }

    private static string Fail(string path)
    {
        using EventFd stop = new();
        return Assert.Throws<IOException>(() =>
            new UnixLineServer(path, UnixFileMode.UserRead, Echo, default, stop)).Message;
    }

    private static void LeaveSocket(string path)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path + ".tmp"));
        File.Move(path + ".tmp", path); // under another name it is not found when the socket is closed
        socket.Dispose();
    }

    private static Socket Ask(Socket socket)
    {
        socket.Send("?\n"u8);
        Assert.Equal("<?>\n", Receive(socket, 4));
        return socket;
    }

    private static string Receive(Socket socket, int length)
    {
        byte[] buffer = new byte[length];
        int received = 0;
        while (received < length)
        {
            int count = socket.Receive(buffer.AsSpan(received));
            Assert.True(count > 0, $"ended after '{Encoding.UTF8.GetString(buffer, 0, received)}'");
            received += count;
        }
        return Encoding.UTF8.GetString(buffer);
    }

    private Socket Connect()
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 20_000,
            SendTimeout = 20_000 };
        socket.Connect(new UnixDomainSocketEndPoint(SocketPath));
        return socket;
    }
}
