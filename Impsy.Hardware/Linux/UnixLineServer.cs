using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Linux;

/// <summary>Answers a line.</summary>
/// <param name="line">Without its end.</param>
/// <param name="reply">Room for the answer, which ends with '\n'.</param>
/// <returns>Bytes of the answer; 0 for none.</returns>
public delegate int LineAnswer(ReadOnlySpan<byte> line, Span<byte> reply);

/// <summary>
/// A Unix socket on which each line is answered by a line. One thread serves all clients and waits for none: who sends
/// slowly is kept, who does not read its answers or sends a line without end is let go, and when too many are there,
/// the one that has been silent longest goes. Allocates nothing for a line.
/// </summary>
public sealed unsafe class UnixLineServer : IDisposable
{
    /// <summary>Bytes of a line, its end included.</summary>
    public const int LongestLine = 4096;

    /// <summary>Bytes of an answer: as many as the kernel takes at once from us, however slow the client.</summary>
    public const int LongestReply = 65_536;

    /// <summary>Clients at a time.</summary>
    public const int MostClients = 16;

    private const int Backlog = 16;
    private const int PauseAfterErrorMilliseconds = 100; // no descriptor left, say

    private readonly string _path;
    private readonly SafeFileHandle _socket;
    private readonly LineAnswer _answer;
    private readonly byte[] _tooLong;
    private readonly EventFd _stop;
    private readonly UnixClient?[] _clients = new UnixClient?[MostClients];
    private readonly byte[] _reply = new byte[LongestReply];
    private long _served; // counts what was done, to tell who was silent longest

    /// <summary>Whoever is allowed to by the mode of the file can connect from now on.</summary>
    /// <param name="path">A socket that is left over there is replaced; one that is served is not.</param>
    /// <param name="answer">Called by the thread in <see cref="Run"/>.</param>
    /// <param name="tooLong">The answer to a line that is too long, its end included.</param>
    /// <param name="stop">Rung once to end <see cref="Run"/>. Not owned, and not cleared.</param>
    /// <exception cref="IOException">Path, operation and reason; e.g. another process serves it.</exception>
    public UnixLineServer(string path, UnixFileMode mode, LineAnswer answer, ReadOnlySpan<byte> tooLong, EventFd stop)
    {
        _path = path;
        _answer = answer;
        _tooLong = tooLong.ToArray();
        _stop = stop;
        UnixName name = new(path);
        _socket = CreateSocket(path);
        try
        {
            RemoveStale(name);
            Libc.UnixAddress address = name.Address;
            Check(Libc.Bind(_socket, &address, (uint)name.Length), "bind");
            Check(Libc.Chmod(path, (uint)mode), "chmod"); // before anybody can connect
            Check(Libc.Listen(_socket, Backlog), "listen");
        }
        catch // a half-configured socket must not outlive its constructor
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Serves until it is stopped.</summary>
    public void Run()
    {
        Libc.PollFd* polls = stackalloc Libc.PollFd[MostClients + 2];
        while (!_stop.IsRung)
        {
            polls[0] = new Libc.PollFd { Descriptor = _stop.Descriptor, Events = Libc.PollIn };
            polls[1] = Polled(_socket);
            for (int i = 0; i < MostClients; i++)
                polls[i + 2] = _clients[i] is { } client ? Polled(client.Socket) : new Libc.PollFd { Descriptor = -1 };
            if (Libc.Ppoll(polls, MostClients + 2, null, null) < 0 && Marshal.GetLastPInvokeError() != Libc.Eintr)
                throw LinuxError.Last(_path, "ppoll");
            for (int i = 0; i < MostClients; i++)
            {
                if (polls[i + 2].Returned != 0 && !TryServe(_clients[i]!))
                    Drop(i);
            }
            if (polls[1].Returned != 0)
                Accept();
        }
    }

    /// <summary>After the thread has left <see cref="Run"/>.</summary>
    public void Dispose()
    {
        for (int i = 0; i < MostClients; i++)
            Drop(i);
        _ = Libc.Unlink(_path);
        _socket.Dispose();
    }

    private static SafeFileHandle CreateSocket(string path)
    {
        int fd = Libc.Socket(Libc.AfUnix, Libc.SockStream | Libc.NonBlock | Libc.CloseOnExec, 0);
        return fd < 0 ? throw LinuxError.Last(path, "socket") : new SafeFileHandle(fd, ownsHandle: true);
    }

    private static Libc.PollFd Polled(SafeFileHandle socket) =>
        new() { Descriptor = (int)socket.DangerousGetHandle(), Events = Libc.PollIn };

    private void RemoveStale(in UnixName name)
    {
        Libc.StatxBuffer status;
        if (Libc.Statx(Libc.AtCurrentFolder, _path, 0, Libc.StatxType, &status) < 0
            || (status.Mode & Libc.TypeOfFile) != Libc.TypeSocket)
        {
            return; // nothing there, or something that is not ours to remove
        }
        using SafeFileHandle probe = CreateSocket(_path);
        Libc.UnixAddress address = name.Address;
        if (Libc.Connect(probe, &address, (uint)name.Length) == 0)
            throw new IOException($"{_path}: another instrument is listening there");
        if (Marshal.GetLastPInvokeError() == Libc.Econnrefused)
            _ = Libc.Unlink(_path); // the process that served it has ended
    }

    private void Accept()
    {
        int fd = Libc.Accept4(_socket, null, null, Libc.NonBlock | Libc.CloseOnExec);
        if (fd < 0)
        {
            if (Marshal.GetLastPInvokeError() is not (Libc.Eagain or Libc.Eintr))
                Thread.Sleep(PauseAfterErrorMilliseconds);
            return;
        }
        int place = 0;
        for (int i = 0; i < MostClients; i++)
        {
            if ((_clients[i]?.LastServed ?? -1) < (_clients[place]?.LastServed ?? -1))
                place = i;
        }
        Drop(place);
        _clients[place] = new UnixClient(new SafeFileHandle(fd, ownsHandle: true),
            LongestLine) { LastServed = _served };
    }

    /// <returns>False when the client is to be let go.</returns>
    private bool TryServe(UnixClient client)
    {
        client.LastServed = ++_served;
        bool isThere = client.TryReceive();
        while (client.TryTakeLine(isLast: !isThere, out ReadOnlySpan<byte> line))
        {
            int length = _answer(line, _reply);
            if (!client.TrySend(_reply.AsSpan(0, length)))
                return false;
        }
        if (!client.IsFull)
            return isThere;
        client.TrySend(_tooLong);
        return false;
    }

    private void Drop(int place)
    {
        _clients[place]?.Socket.Dispose();
        _clients[place] = null;
    }

    private void Check(int result, string operation)
    {
        if (result < 0)
            throw LinuxError.Last(_path, operation);
    }
}
