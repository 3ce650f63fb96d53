using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Linux;

/// <summary>
/// Sleeps to an absolute monotonic time, or until a doorbell rings: one ppoll on a timerfd and an eventfd. A relative
/// sleep would add the time between reading the clock and falling asleep to every wait; this cannot drift.
/// One thread; allocates nothing after construction.
/// </summary>
public sealed unsafe class DeadlineWaiter : IDisposable
{
    private readonly SafeFileHandle _timer;
    private readonly EventFd _bell;
    private long _armed;

    /// <param name="bell">Not owned.</param>
    public DeadlineWaiter(EventFd bell)
    {
        int fd = Libc.TimerfdCreate(Libc.ClockMonotonic, Libc.NonBlock | Libc.CloseOnExec);
        if (fd < 0)
            throw LinuxError.Last("timerfd", "create");
        _timer = new SafeFileHandle(fd, ownsHandle: true);
        _bell = bell;
    }

    /// <summary>Returns at the deadline, on a ring, or after a signal; the caller reads the clock and looks.</summary>
    /// <param name="deadline">Monotonic nanoseconds, above 0; one in the past returns at once.</param>
    public void WaitUntil(long deadline)
    {
        if (deadline != _armed)
        {
            Libc.TimerSpec when = new()
            {
                Value = new Libc.Timespec
                {
                    Seconds = deadline / MonotonicClock.NanosecondsPerSecond,
                    Nanoseconds = deadline % MonotonicClock.NanosecondsPerSecond,
                },
            };
            if (Libc.TimerfdSettime(_timer, Libc.TimerAbstime, &when, null) < 0)
                throw LinuxError.Last("timerfd", "set");
            _armed = deadline;
        }
        Libc.PollFd* polls = stackalloc Libc.PollFd[2];
        polls[0] = new Libc.PollFd { Descriptor = (int)_timer.DangerousGetHandle(), Events = Libc.PollIn };
        polls[1] = new Libc.PollFd { Descriptor = _bell.Descriptor, Events = Libc.PollIn };
        int ready = Libc.Ppoll(polls, 2, null, null);
        if (ready < 0 && Marshal.GetLastPInvokeError() != Libc.Eintr)
            throw LinuxError.Last("timerfd", "ppoll");
        if (polls[0].Returned != 0)
        {
            ulong expirations;
            _ = Libc.Read(_timer, &expirations, sizeof(ulong));
            _armed = 0;
        }
        if (polls[1].Returned != 0)
            _bell.Clear();
    }

    public void Dispose() => _timer.Dispose();
}
