using System.Diagnostics;
using Impsy.Inference.Performances;

namespace Impsy.Torture;

public class ClockStepTests
{
    private const long PeriodMicroseconds = 50_000;
    private const long LongestStall = 10_000_000;
    private const long FiveHours = 5L * 3600 * 1_000_000_000;

    /// <summary>
    /// Upstream bug 19: a board without a battery clock is set by hours some seconds after it was switched on, and the
    /// ancestor takes that for the time between two events.
    /// </summary>
    [Fact]
    public void Bug_19_a_clock_that_is_set_by_five_hours_changes_neither_the_playing_nor_the_log()
    {
        using TestStage stage = new() { Mode = "battle", Autostart = true, Model = Metronomes.FileName };
        Metronomes.Write(stage, PeriodMicroseconds / 1e6f);
        string preload = Path.Combine(stage.Folder, "clock-step.so");
        string step = Path.Combine(stage.Folder, "step");
        string source = Path.Combine(Repository.Root, "tests", "Impsy.Torture", "clock-step.c");
        Shell.Run("cc", "-shared", "-fPIC", "-O1", "-o", preload, source, "-ldl");
        File.WriteAllBytes(step, new byte[8]);
        using OscPeer player = new(stage);
        using NativeInstrument instrument =
            NativeInstrument.Play(stage, "env", $"LD_PRELOAD={preload}", $"IMPSY_CLOCK_STEP={step}");
        List<long> sent = [];
        foreach (long nanoseconds in new[] { 0, FiveHours, -FiveHours, 0, -FiveHours, FiveHours })
        {
            Set(step, nanoseconds);
            Play(player, sent, count: 100);
        }
        Wait.Until(() => player.AskStatus().Inputs == sent.Count, Health.Patience, () => "inputs were lost");
        Health.AssertPlays(instrument, player);
        long stalls = player.AskStatus().Stalls; // of a busy machine: then the pulse begins anew, some time later
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);

        // The step did reach the process: its console has the wall clock's time, its log has not.
        string[] hours = [.. instrument.Output.Split('\n').Select(line => line[..2]).Distinct()];
        Assert.True(hours.Length > 1, instrument.Output);
        Assert.Single(Directory.GetFiles(stage.Logs));
        LogRows.Row[] rows = LogRows.Read(stage);
        long[] steps = LogRows.Steps(rows.Where(row => row.Source == LogSource.Rnn));
        Assert.All(steps, value => Assert.InRange(value, PeriodMicroseconds, PeriodMicroseconds + LongestStall));
        Assert.Equal(stalls, steps.Count(value => value != PeriodMicroseconds));
        AssertFollows(sent, [.. rows.Where(row => row.Source == LogSource.Interface)]);
    }

    private static void Play(OscPeer player, List<long> sent, int count)
    {
        for (int i = 0; i < count; i++)
        {
            sent.Add(Stopwatch.GetTimestamp());
            player.PlayStep(i);
            Thread.Sleep(10);
        }
    }

    /// <summary>The times between the rows are those between the sendings, give or take a busy machine.</summary>
    private static void AssertFollows(List<long> sent, LogRows.Row[] rows)
    {
        Assert.Equal(sent.Count, rows.Length);
        for (int i = 1; i < rows.Length; i++)
        {
            double expected = Stopwatch.GetElapsedTime(sent[0], sent[i]).TotalMilliseconds;
            double found = (rows[i].Microseconds - rows[0].Microseconds) / 1000.0;
            Assert.InRange(found, expected - 1000, expected + 1000);
        }
    }

    // In place: the file is mapped into the instrument.
    private static void Set(string step, long nanoseconds)
    {
        using FileStream file = new(step, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Write(BitConverter.GetBytes(nanoseconds));
    }
}
