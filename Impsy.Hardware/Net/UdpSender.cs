using System.Runtime.InteropServices;
using Impsy.Hardware.Linux;
using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Net;

/// <summary>
/// Sends datagrams to any address without ever waiting. Its sockets are not connected, so that a port where nobody
/// listens yet is no error. One thread sends; the counters may be read by any. Allocates nothing after construction.
/// </summary>
public sealed unsafe class UdpSender : IDisposable
{
    private readonly SafeFileHandle? _ipv4;
    private readonly SafeFileHandle? _ipv6;
    private long _sent;
    private long _blocked;
    private long _failed;
    private int _lastError;

    /// <exception cref="IOException">The machine has neither IPv4 nor IPv6.</exception>
    public UdpSender()
    {
        _ipv4 = TryOpen(Libc.AfInet);
        _ipv6 = TryOpen(Libc.AfInet6);
        if (_ipv4 is null && _ipv6 is null)
            throw LinuxError.Last("udp", "socket");
    }

    public long Sent => Volatile.Read(ref _sent);

    public long Blocked => Volatile.Read(ref _blocked);

    public long Failed => Volatile.Read(ref _failed);

    /// <summary>The reason of the last <see cref="SendResult.Failed"/>; null before the first. Allocates.</summary>
    public string? LastFailure =>
        Volatile.Read(ref _lastError) is int error and not 0 ? Marshal.GetPInvokeErrorMessage(error) : null;

    /// <summary>Hands a datagram to the kernel, or gives it up.</summary>
    /// <param name="data">0..65,507 bytes; what a wire can carry unfragmented is less, about 1,400.</param>
    /// <param name="to">May be a broadcast or multicast address.</param>
    public SendResult Send(ReadOnlySpan<byte> data, in UdpAddress to)
    {
        int error = TrySend(data, in to);
        if (error == 0)
        {
            Volatile.Write(ref _sent, _sent + 1);
            return SendResult.Sent;
        }
        if (error == Libc.Eagain)
        {
            Volatile.Write(ref _blocked, _blocked + 1);
            return SendResult.WouldBlock;
        }
        Volatile.Write(ref _lastError, error);
        Volatile.Write(ref _failed, _failed + 1);
        return SendResult.Failed;
    }

    public void Dispose()
    {
        _ipv4?.Dispose();
        _ipv6?.Dispose();
    }

    private int TrySend(ReadOnlySpan<byte> data, in UdpAddress to)
    {
        SafeFileHandle? socket = to.IsIPv4 ? _ipv4 : to.IsIPv6 ? _ipv6 : null;
        if (socket is null)
            return Libc.Eafnosupport;
        fixed (byte* bytes = data)
        fixed (UdpAddress* address = &to)
        {
            while (Libc.Sendto(socket, bytes, (nuint)data.Length, Libc.MsgDontwait, address, (uint)to.Length) < 0)
            {
                int error = Marshal.GetLastPInvokeError();
                if (error != Libc.Eintr)
                    return error;
            }
        }
        return 0;
    }

    private static SafeFileHandle? TryOpen(int family)
    {
        int fd = Libc.Socket(family, Libc.SockDgram | Libc.CloseOnExec, 0);
        if (fd < 0)
            return null;
        SafeFileHandle socket = new(fd, ownsHandle: true);
        int on = 1;
        if (Libc.Setsockopt(socket, Libc.SolSocket, Libc.SoBroadcast, &on, sizeof(int)) == 0)
            return socket;
        socket.Dispose();
        return null;
    }
}
