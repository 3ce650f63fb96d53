using System.Runtime.InteropServices;

namespace Impsy.Hardware.Linux;

/// <summary>What Linux offers a thread that must be on time. A call answers null, or why it was not permitted.</summary>
public static unsafe class RealTime
{
    /// <summary>Puts the calling thread under SCHED_FIFO.</summary>
    /// <param name="priority">1..99; interrupt threads stand at 50.</param>
    public static string? TryMakeFifo(int priority)
    {
        Libc.SchedParam param = new() { Priority = priority };
        return Libc.SchedSetscheduler(0, Libc.SchedFifo, &param) < 0 ? Marshal.GetLastPInvokeErrorMessage() : null;
    }

    /// <summary>The calling thread's share among ordinary threads, and how soon it gets it.</summary>
    /// <param name="nice">-20 (most) .. 19; 0 is usual.</param>
    public static string? TrySetNice(int nice) =>
        Libc.Setpriority(Libc.PrioProcess, 0, nice) < 0 ? Marshal.GetLastPInvokeErrorMessage() : null;

    /// <summary>
    /// Timers of an ordinary thread may fire 50 µs late so that the kernel can group them; this makes it 1 ns for the
    /// calling thread. Threads under SCHED_FIFO have no slack.
    /// </summary>
    public static string? TryRemoveTimerSlack() =>
        Libc.Prctl(Libc.PrSetTimerslack, 1, 0, 0, 0) < 0 ? Marshal.GetLastPInvokeErrorMessage() : null;

    /// <summary>
    /// Keeps every page that the process touches from now on in memory. On fault, not at once: the runtime reserves
    /// far more address space than it ever touches.
    /// </summary>
    public static string? TryLockMemory() =>
        Libc.Mlockall(Libc.MclCurrent | Libc.MclFuture | Libc.MclOnfault) < 0 ? Marshal.GetLastPInvokeErrorMessage() : null;

    /// <summary>Sets a variable where native libraries look; call before they are loaded.</summary>
    public static void SetNativeEnvironment(string name, string value) => _ = Libc.Setenv(name, value, 1);
}
