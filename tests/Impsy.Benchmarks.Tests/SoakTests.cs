using Impsy.Benchmarks.Driving;
using Impsy.Benchmarks.Soaking;

namespace Impsy.Benchmarks.Tests;

public class SoakTests
{
    [Fact]
    public void A_good_soak_passes_every_bar() => Assert.Empty(Missed(reading => reading));

    public static TheoryData<string> Faults() => [.. s_faults.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Each_fault_fails_its_own_bar(string bar) => Assert.Equal([bar], Missed(s_faults[bar]));

    [Fact]
    public void Without_real_time_priority_lateness_is_reported_only()
    {
        SoakRun run = Run(s_faults["lateness over time"]) with { IsRealTime = false };
        Assert.DoesNotContain(SoakJudge.Judge(run), bar => bar.Passed is false);
    }

    [Fact]
    public void An_exit_code_other_than_0_fails() => Assert.Contains(
        SoakJudge.Judge(Run(reading => reading) with { ExitCode = 1 }),
        bar => bar is { What: "exit code", Passed: false });

    [Fact]
    public void The_generated_gesture_is_a_minute_in_order_and_goes_on_for_ever()
    {
        Gesture gesture = Gesture.Generate();
        int count = gesture.Rows.Count;
        Assert.InRange(count, 500, 5000);
        for (long number = 1; number < 3 * count; number++)
            Assert.True(gesture.At(number).Time > gesture.At(number - 1).Time);
        Assert.Equal(2 * Gesture.Seconds, gesture.At(2 * count).Time);
        Assert.All(gesture.Rows, row => Assert.All(row.Controls, value => Assert.InRange(value, 0, 1)));
    }

    [Fact]
    public void The_kernel_is_understood()
    {
        ProcessReading reading = ProcessReading.Of(Environment.ProcessId);
        using FileStream open = File.OpenRead("/dev/null");
        Assert.InRange(reading.ResidentBytes, 10_000_000, 10_000_000_000);
        Assert.InRange(reading.Threads, 2, 1000);
        Assert.InRange(reading.CpuSeconds, 0.01, 1e6);
        Assert.InRange(ProcessReading.Of(Environment.ProcessId).Descriptors, 4, 10_000);
    }

    private static readonly Dictionary<string, Func<SoakReading, SoakReading>> s_faults = new()
    {
        ["resident memory"] = r =>
            r with { Process = r.Process with { ResidentBytes = 35_000_000 + (long)(r.Seconds * 20_000) } },
        ["file descriptors"] = r => r with { Process = r.Process with { Descriptors = 20 + (int)(r.Seconds / 60) } },
        ["threads"] = r => r with { Process = r.Process with { Threads = 10 + (int)(r.Seconds / 60) } },
        ["garbage collections after the warm-up"] = r =>
            r with { Status = r.Status with { Collections = 2 + (int)(r.Seconds / 60) } },
        ["lateness, with real-time priority"] = r => r with { Status = r.Status with { Late = (int)(r.Seconds * 2) } },
        ["lateness over time"] = r => r with { Status = r.Status with { Late = r.Seconds < 70 ? 0 : 40 } },
        ["inputs lost"] = r => r with { Sent = r.Sent + 1 },
        ["predictions lost"] = r => r with { Heard = r.Heard - 1 },
        ["refused"] = r => r with { Status = r.Status with { Refused = 1 } },
        ["mode commands lost"] = r => r with { Obeyed = r.Seconds < 50 },
    };

    private static IEnumerable<string> Missed(Func<SoakReading, SoakReading> fault) =>
        SoakJudge.Judge(Run(fault)).Where(bar => bar.Passed is false).Select(bar => bar.What);

    /// <summary>Two minutes, 50 inputs and 50 predictions a second; a few of these late.</summary>
    private static SoakRun Run(Func<SoakReading, SoakReading> fault) => new(
        Gesture.Generate(),
        [.. Enumerable.Range(0, 61).Select(i => fault(Good(2 * i)))],
        IsRealTime: true,
        ExitCode: 0);

    private static SoakReading Good(double seconds)
    {
        int count = 100 + (int)(50 * seconds);
        return new SoakReading(
            seconds,
            new ProcessReading(35_000_000, Descriptors: 20, Threads: 10, CpuSeconds: seconds / 100),
            new StatusReply("battle", count, count, 0, 0.02f, 0.1f, 1.5f, (int)(seconds / 10), 0, 2),
            count,
            count,
            Obeyed: true);
    }
}
