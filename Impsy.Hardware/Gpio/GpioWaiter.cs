using System.Runtime.InteropServices;
using Impsy.Hardware.Linux;

namespace Impsy.Hardware.Gpio;

/// <summary>Waits for edges on several requests at once. One thread; allocates nothing.</summary>
/// <param name="stop">Rung once, to end all waiting; not owned, and not cleared.</param>
public sealed unsafe class GpioWaiter(EventFd stop)
{
    /// <summary>Requests that can be waited for together.</summary>
    public const int MostRequests = 64;

    /// <param name="requests">At most 64; null: there is none at the moment.</param>
    /// <param name="milliseconds">At most this long.</param>
    /// <returns>Bit i: request i has edges to be read, or its chip is gone, which reading then finds.</returns>
    public ulong Wait(ReadOnlySpan<GpioLines?> requests, int milliseconds)
    {
        Libc.PollFd* polls = stackalloc Libc.PollFd[MostRequests + 1];
        polls[0] = new Libc.PollFd { Descriptor = stop.Descriptor, Events = Libc.PollIn };
        for (int i = 0; i < requests.Length; i++)
        {
            // A negative descriptor is passed over.
            polls[i + 1] = new Libc.PollFd { Descriptor = requests[i]?.Descriptor ?? -1, Events = Libc.PollIn };
        }
        Libc.Timespec timeout = new()
        {
            Seconds = milliseconds / 1000,
            Nanoseconds = milliseconds % 1000 * 1_000_000L,
        };
        int count = Libc.Ppoll(polls, (nuint)requests.Length + 1, &timeout, null);
        if (count < 0 && Marshal.GetLastPInvokeError() != Libc.Eintr)
            throw LinuxError.Last("GPIO lines", "ppoll");
        ulong ready = 0;
        for (int i = 0; count > 0 && i < requests.Length; i++)
        {
            if (polls[i + 1].Returned != 0)
                ready |= 1UL << i;
        }
        return ready;
    }
}
