using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Linux;

/// <summary>
/// A doorbell between threads. Any number of threads ring; one waits (by <see cref="DeadlineWaiter"/> or
/// <see cref="Wait"/>). Rings between two clearings are one ring, and only the first costs a system call.
/// Allocates nothing after construction.
/// </summary>
public sealed unsafe class EventFd : IDisposable
{
    private readonly SafeFileHandle _fd;
    private int _rung;

    public EventFd()
    {
        int fd = Libc.Eventfd(0, Libc.NonBlock | Libc.CloseOnExec);
        if (fd < 0)
            throw LinuxError.Last("eventfd", "create");
        _fd = new SafeFileHandle(fd, ownsHandle: true);
    }

    internal int Descriptor => (int)_fd.DangerousGetHandle();

    /// <summary>Whether it was rung and not cleared since: for a bell that is rung once and for all, to stop.</summary>
    internal bool IsRung => Volatile.Read(ref _rung) != 0;

    /// <summary>Write what the other side shall see before calling this.</summary>
    public void Ring()
    {
        // The exchange is a full barrier: the waiter either sees this ring, or what was written before it.
        if (Interlocked.Exchange(ref _rung, 1) != 0)
            return;
        ulong one = 1;
        _ = Libc.Write(_fd, &one, sizeof(ulong)); // can only fail when the counter overflows: then it is rung anyway
    }

    /// <summary>
    /// Waiting thread only, when ppoll says that the descriptor is readable and before looking at what the ringers
    /// have written. In this order a ring is never lost: who finds the flag set has written before the exchange.
    /// </summary>
    internal void Clear()
    {
        ulong count;
        _ = Libc.Read(_fd, &count, sizeof(ulong));
        Interlocked.Exchange(ref _rung, 0);
    }

    /// <summary>Blocks until the bell is rung or the time is over, and clears it. Waiting thread only.</summary>
    /// <param name="milliseconds">At most this long; negative waits for ever.</param>
    /// <returns>Whether it was rung.</returns>
    public bool Wait(int milliseconds)
    {
        Libc.PollFd poll = new() { Descriptor = Descriptor, Events = Libc.PollIn };
        Libc.Timespec timeout = new()
        {
            Seconds = milliseconds / 1000,
            Nanoseconds = milliseconds % 1000 * 1_000_000L,
        };
        int ready = Libc.Ppoll(&poll, 1, milliseconds < 0 ? null : &timeout, null);
        if (ready < 0 && Marshal.GetLastPInvokeError() != Libc.Eintr)
            throw LinuxError.Last("eventfd", "ppoll");
        if (ready <= 0)
            return false;
        Clear();
        return true;
    }

    public void Dispose() => _fd.Dispose();
}
