namespace Impsy.Hardware.Linux;

/// <summary>The one clock of the instrument: CLOCK_MONOTONIC in nanoseconds. Any thread; allocates nothing.</summary>
public static unsafe class MonotonicClock
{
    public const long NanosecondsPerSecond = 1_000_000_000;

    public static long Now() => Read(Libc.ClockMonotonic);

    /// <summary>CLOCK_REALTIME in nanoseconds since 1970: only to compare with kernel stamps and for log names.</summary>
    public static long WallNow() => Read(Libc.ClockRealtime);

    /// <summary>Sleeps to an absolute time; one in the past is no sleep. Nothing but the time ends it.</summary>
    /// <param name="deadline">Monotonic nanoseconds, 0 or more.</param>
    public static void SleepUntil(long deadline)
    {
        Libc.Timespec time = new()
        {
            Seconds = deadline / NanosecondsPerSecond,
            Nanoseconds = deadline % NanosecondsPerSecond,
        };
        while (Libc.ClockNanosleep(Libc.ClockMonotonic, Libc.TimerAbstime, &time, null) == Libc.Eintr)
        {
        }
    }

    private static long Read(int clock)
    {
        Libc.Timespec now;
        _ = Libc.ClockGettime(clock, &now); // cannot fail for these clocks
        return now.Seconds * NanosecondsPerSecond + now.Nanoseconds;
    }
}
