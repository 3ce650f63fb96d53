using System.Globalization;
using Impsy.Hardware.Linux;

namespace Impsy.Hardware.Tests.Linux;

/// <summary>Each call is permitted or not, as the machine has it; the answer must be what the kernel says.</summary>
public sealed class RealTimeTests
{
    [Fact]
    public void A_thread_is_under_FIFO_or_there_is_a_reason()
    {
        string? refusal = "not run";
        (long Priority, long Policy) actual = default;
        OnItsOwnThread(() =>
        {
            refusal = RealTime.TryMakeFifo(7);
            string[] fields = File.ReadAllText("/proc/thread-self/stat").Split(") ")[1].Split(' ');
            actual = (Number(fields[37]), Number(fields[38])); // rt_priority and policy: fields 40 and 41 of proc(5)
        });
        if (refusal is null)
            Assert.Equal((7, 1), actual);
        else
            Assert.Equal(("Operation not permitted", 0L, 0L), (refusal, actual.Priority, actual.Policy));
    }

    [Fact]
    public void A_priority_that_does_not_exist_is_refused_with_a_text()
    {
        string? refusal = null;
        OnItsOwnThread(() => refusal = RealTime.TryMakeFifo(100));
        Assert.Equal("Invalid argument", refusal);
    }

    [Fact]
    public void A_thread_gets_its_nice_value_or_there_is_a_reason()
    {
        string? refusal = "not run";
        long actual = 0;
        OnItsOwnThread(() =>
        {
            refusal = RealTime.TrySetNice(-3);
            actual = Number(File.ReadAllText("/proc/thread-self/stat").Split(") ")[1].Split(' ')[16]); // field 19 of proc(5)
        });
        Assert.Contains((refusal, actual), new (string?, long)[] { (null, -3), ("Permission denied", 0) });
    }

    [Fact]
    public void A_thread_loses_its_timer_slack()
    {
        string? refusal = "not run";
        long slack = 0;
        OnItsOwnThread(() =>
        {
            refusal = RealTime.TryRemoveTimerSlack();
            string thread = new DirectoryInfo("/proc/thread-self").ResolveLinkTarget(false)!.Name;
            slack = Number(File.ReadAllText($"/proc/{thread}/timerslack_ns"));
        });
        Assert.Equal((null, 1), (refusal, slack));
    }

    [Fact]
    public void Memory_is_locked_or_there_is_a_reason()
    {
        try
        {
            string? refusal = RealTime.TryLockMemory();
            Assert.True(refusal is not null || LockedKilobytes() > 0, "permitted, but nothing is locked");
            Assert.NotEqual("", refusal);
        }
        finally
        {
            _ = Libc.Munlockall(); // the other tests of this process need not live with it
        }
    }

    [Fact]
    public void A_native_library_sees_the_environment()
    {
        RealTime.SetNativeEnvironment("IMPSY_TEST_NATIVE", "é 1");
        Assert.Equal("é 1", System.Runtime.InteropServices.Marshal.PtrToStringUTF8(Libc.Getenv("IMPSY_TEST_NATIVE")));
        Assert.Null(Environment.GetEnvironmentVariable("IMPSY_TEST_NATIVE")); // why there is a call of its own
    }

    private static void OnItsOwnThread(Action action)
    {
        Thread thread = new(() => action());
        thread.Start();
        thread.Join();
    }

    private static long LockedKilobytes()
    {
        string line = File.ReadLines("/proc/self/status").Single(l => l.StartsWith("VmLck:", StringComparison.Ordinal));
        return Number(line["VmLck:".Length..^"kB".Length]);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
