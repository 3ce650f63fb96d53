using System.Net;
using System.Runtime.InteropServices;
using Impsy.Hardware.Linux;
using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Net;

/// <summary>
/// A UDP port that one thread reads. The kernel stamps each datagram on arrival and counts those for which its queue
/// had no room. Errors of the network are counted and end nothing. Allocates nothing per datagram.
/// </summary>
public sealed unsafe class UdpReceiver : IDisposable
{
    // The default queue of 208 KiB holds some 270 small datagrams, for the kernel counts its own overhead too.
    private const int QueueBytes = 1 << 20;

    // Long enough not to spin on an error that stays (no memory), short enough not to be missed.
    private const int PauseAfterErrorMilliseconds = 10;

    private readonly SafeFileHandle _socket;
    private readonly EventFd _stop;
    private readonly bool _ownsStop;
    private readonly bool _isIPv6;
    private readonly string _name;
    private long _dropped;
    private long _errors;
    private long _lastStamp; // the reading thread's
    private uint _lastDropCount;

    /// <summary>
    /// Binds at once, also to an address that no interface has yet: what is sent to it arrives when one gets it. "::"
    /// receives IPv4 too.
    /// </summary>
    /// <param name="port">0..65535; 0 lets the kernel choose (<see cref="BoundPort"/>).</param>
    /// <param name="stop">
    /// Rung once to end this receiver and any other that was given it; not owned, and not to be cleared. Null: only
    /// <see cref="Stop"/> ends it.
    /// </param>
    /// <exception cref="IOException">Address, operation and reason; e.g. another program has the port.</exception>
    public UdpReceiver(IPAddress address, int port, EventFd? stop = null)
    {
        UdpAddress wanted = new(address, port);
        _name = wanted.ToString();
        int fd = Libc.Socket(wanted.IsIPv4 ? Libc.AfInet : Libc.AfInet6, Libc.SockDgram | Libc.CloseOnExec, 0);
        if (fd < 0)
            throw LinuxError.Last(_name, "socket");
        _isIPv6 = wanted.IsIPv6;
        _socket = new SafeFileHandle(fd, ownsHandle: true);
        try
        {
            Configure(wanted);
            UdpAddress bound = default;
            uint length = UdpAddress.Size;
            Check(Libc.Getsockname(_socket, &bound, &length), "getsockname");
            BoundPort = bound.Port;
            _ownsStop = stop is null;
            _stop = stop ?? new EventFd();
        }
        catch // a half-configured socket must not outlive its constructor
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>The port, also when the kernel chose it.</summary>
    public int BoundPort { get; }

    /// <summary>Datagrams dropped by the kernel for lack of room, as told with the last one read. Any thread.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Errors of the network that were passed over. Any thread.</summary>
    public long Errors => Volatile.Read(ref _errors);

    internal SafeFileHandle Handle => _socket;

    /// <summary>Blocks until there is a datagram or the receiver is stopped. One thread.</summary>
    /// <param name="buffer">Receives the bytes; 65,536 hold any datagram.</param>
    /// <returns>False when stopped, from then on always.</returns>
    /// <exception cref="IOException">The socket itself is broken: a bug.</exception>
    public bool Receive(Span<byte> buffer, out UdpPacket packet)
    {
        while (!_stop.IsRung)
        {
            if (TryReceive(buffer, out packet))
                return true;
            int error = Marshal.GetLastPInvokeError();
            if (error == Libc.Eagain)
                Wait();
            else if (error is Libc.Ebadf or Libc.Enotsock or Libc.Efault or Libc.Einval)
                throw LinuxError.Last(_name, "recvmsg");
            else if (error != Libc.Eintr)
            {
                Volatile.Write(ref _errors, _errors + 1);
                Pause();
            }
        }
        packet = default;
        return false;
    }

    /// <summary>
    /// Answers from this very port, the only one that a client with a connected socket hears. Never waits; what the
    /// kernel does not take is lost, as an answer may be. Receiving thread.
    /// </summary>
    /// <param name="to">The sender of a packet.</param>
    /// <returns>Whether the kernel has taken it.</returns>
    public bool TryReply(ReadOnlySpan<byte> data, in UdpAddress to)
    {
        UdpAddress target = _isIPv6 ? to.ToIPv6() : to;
        fixed (byte* bytes = data)
            return Libc.Sendto(_socket, bytes, (nuint)data.Length, Libc.MsgDontwait, &target, (uint)target.Length) >= 0;
    }

    /// <summary>Ends a blocked <see cref="Receive"/> and all later ones. Any thread.</summary>
    public void Stop() => _stop.Ring();

    /// <summary>Not while a thread is in <see cref="Receive"/>: stop it and join it first.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        if (_ownsStop)
            _stop.Dispose();
    }

    private void Configure(in UdpAddress wanted)
    {
        if (wanted.IsIPv4)
            Set(Libc.IpprotoIp, Libc.IpFreebind, 1, "IP_FREEBIND");
        else
        {
            Set(Libc.IpprotoIpv6, Libc.Ipv6Freebind, 1, "IPV6_FREEBIND");
            Set(Libc.IpprotoIpv6, Libc.Ipv6V6only, 0, "IPV6_V6ONLY");
        }
        Set(Libc.SolSocket, Libc.SoRcvbuf, QueueBytes, "SO_RCVBUF"); // the kernel grants what net.core.rmem_max allows
        SetIfKnown(Libc.SolSocket, Libc.SoTimestampns, 1, "SO_TIMESTAMPNS");
        SetIfKnown(Libc.SolSocket, Libc.SoRxqOvfl, 1, "SO_RXQ_OVFL");
        fixed (UdpAddress* address = &wanted)
            Check(Libc.Bind(_socket, address, (uint)wanted.Length), "bind");
    }

    private bool TryReceive(Span<byte> buffer, out UdpPacket packet)
    {
        packet = default;
        UdpAddress sender = default;
        byte* control = stackalloc byte[ControlMessages.BufferSize];
        fixed (byte* bytes = buffer)
        {
            Libc.IoVector vector = new() { Base = bytes, Length = (nuint)buffer.Length };
            Libc.MessageHeader header = new()
            {
                Name = &sender,
                NameLength = UdpAddress.Size,
                Vectors = &vector,
                VectorCount = 1,
                Control = control,
                ControlLength = ControlMessages.BufferSize,
            };
            nint length = Libc.Recvmsg(_socket, &header, Libc.MsgDontwait);
            if (length < 0)
                return false;
            long now = MonotonicClock.Now();
            long wallNow = MonotonicClock.WallNow();
            ControlMessages messages = ControlMessages.Read(new ReadOnlySpan<byte>(control, (int)header.ControlLength));
            if (messages.DropCount is uint count)
            {
                // The kernel's counter has 32 bits; differences outlive its wrap.
                Volatile.Write(ref _dropped, _dropped + (count - _lastDropCount));
                _lastDropCount = count;
            }
            // The two clocks are read one after the other; whoever is held up in between would make time run backwards.
            _lastStamp = Math.Max(
                _lastStamp, messages.Stamp is long stamp ? KernelStamp.ToMonotonic(now, wallNow, stamp) : now);
            packet = new UdpPacket(
                (int)length,
                (header.Flags & Libc.MsgTrunc) != 0,
                _lastStamp,
                UdpAddress.FromKernel(in sender, header.NameLength));
            return true;
        }
    }

    private void Wait()
    {
        Libc.PollFd* polls = stackalloc Libc.PollFd[2];
        polls[0] = new Libc.PollFd { Descriptor = (int)_socket.DangerousGetHandle(), Events = Libc.PollIn };
        polls[1] = new Libc.PollFd { Descriptor = _stop.Descriptor, Events = Libc.PollIn };
        if (Libc.Ppoll(polls, 2, null, null) < 0 && Marshal.GetLastPInvokeError() != Libc.Eintr)
            throw LinuxError.Last(_name, "ppoll");
    }

    private void Pause()
    {
        Libc.PollFd poll = new() { Descriptor = _stop.Descriptor, Events = Libc.PollIn };
        Libc.Timespec timeout = new() { Nanoseconds = PauseAfterErrorMilliseconds * 1_000_000L };
        _ = Libc.Ppoll(&poll, 1, &timeout, null); // cut short at worst
    }

    private void Set(int level, int option, int value, string name) =>
        Check(Libc.Setsockopt(_socket, level, option, &value, sizeof(int)), name);

    // What plays Linux without being it (an emulator, a sandbox) lacks some options: then a datagram is stamped when it is
    // read, and none is counted as dropped.
    private void SetIfKnown(int level, int option, int value, string name)
    {
        if (Libc.Setsockopt(_socket, level, option, &value, sizeof(int)) < 0
            && Marshal.GetLastPInvokeError() != Libc.Enoprotoopt)
            throw LinuxError.Last(_name, name);
    }

    private void Check(int result, string operation)
    {
        if (result < 0)
            throw LinuxError.Last(_name, operation);
    }
}
