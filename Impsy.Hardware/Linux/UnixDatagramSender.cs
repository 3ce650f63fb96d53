using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Linux;

/// <summary>
/// Sends datagrams to one Unix socket, such as systemd's for the news of a service, and never waits for it. Not
/// connected, so whoever listens there may be replaced. Any thread; allocates nothing after construction.
/// </summary>
public sealed unsafe class UnixDatagramSender : IDisposable
{
    private readonly SafeFileHandle _socket;
    private readonly UnixName _to;

    /// <param name="name">A path; with '@' before it, a name in the abstract namespace.</param>
    /// <exception cref="IOException">The name is none, or there are no sockets.</exception>
    public UnixDatagramSender(string name)
    {
        _to = new UnixName(name);
        int fd = Libc.Socket(Libc.AfUnix, Libc.SockDgram | Libc.CloseOnExec, 0);
        if (fd < 0)
            throw LinuxError.Last(name, "socket");
        _socket = new SafeFileHandle(fd, ownsHandle: true);
    }

    /// <returns>False when nobody is there, or has room for it: it may be tried again.</returns>
    public bool TrySend(ReadOnlySpan<byte> data)
    {
        Libc.UnixAddress address = _to.Address;
        fixed (byte* bytes = data)
        {
            const int Flags = Libc.MsgDontwait | Libc.MsgNosignal;
            return Libc.Sendto(_socket, bytes, (nuint)data.Length, Flags, &address, (uint)_to.Length) >= 0;
        }
    }

    public void Dispose() => _socket.Dispose();
}
