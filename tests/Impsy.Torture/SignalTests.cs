using Impsy.Inference.Performances;

namespace Impsy.Torture;

public class SignalTests
{
    private const long PeriodMicroseconds = 50_000;

    /// <summary>A terminal that goes away sends the first; a reader that goes away, the second.</summary>
    [Theory]
    [InlineData(Signals.Hangup)]
    [InlineData(Signals.Pipe)]
    public void A_signal_that_is_not_meant_to_end_it_does_not(int signal)
    {
        using TestStage stage = new() { Mode = "battle", Autostart = true, Timescale = 0.2 };
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        instrument.Tell(signal);
        Thread.Sleep(200);
        Health.AssertPlays(instrument, player);
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
    }

    /// <summary>Started by hand in a terminal, which is then closed.</summary>
    [Fact]
    public void It_outlives_its_terminal()
    {
        using TestStage stage = new() { Mode = "battle", Autostart = true, Timescale = 0.2, Verbose = true };
        using OscPeer player = new(stage);
        string pid = Path.Combine(stage.Folder, "pid");
        string said = Path.Combine(stage.Folder, "said");
        string command = $"echo $$ > {pid}; exec {NativeInstrument.Executable} run -c {stage.WriteConfig()} -l {stage.Logs}";
        using NativeInstrument terminal = NativeInstrument.LaunchUnder(
            ["sh", "-c", $"exec script -qfc '{command}' {said}"], stage.Folder);
        Wait.Until(() => player.PredictionCount >= 5, Health.Patience, () => terminal.Output);
        int instrument = int.Parse(File.ReadAllText(pid), System.Globalization.CultureInfo.InvariantCulture);
        try
        {
            terminal.Signal(Signals.Kill);
            Thread.Sleep(500); // it prints ten lines a second, to nobody
            int before = player.PredictionCount;
            Wait.Until(() => player.PredictionCount >= before + 10, Health.Patience, () => "it fell silent");
            Assert.Equal("battle", player.AskStatus().Mode);
        }
        finally
        {
            Shell.Try("kill", "-TERM", $"{instrument}");
        }
        Wait.Until(() => !Directory.Exists($"/proc/{instrument}"), Health.Patience, () => "it does not end");
    }

    [Fact]
    public void Nobody_reads_what_it_says_any_more_and_it_plays_on()
    {
        using TestStage stage = new() { Mode = "battle", Autostart = true, Timescale = 0.2, Verbose = true };
        using OscPeer player = new(stage);
        string pipe = MakePipe(stage);
        using NativeInstrument instrument = LaunchInto(pipe, stage);
        using (FileStream reader = new(pipe, FileMode.Open, FileAccess.Read))
            ReadUntil(reader, "ready");
        Thread.Sleep(500);
        Health.AssertPlays(instrument, player);
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
    }

    /// <summary>A terminal stopped with Ctrl-S, or a pager at the end of its page: the pipe fills up.</summary>
    [Fact]
    public void A_reader_that_stands_still_holds_up_neither_the_playing_nor_the_end()
    {
        using TestStage stage = new() { Mode = "battle", Autostart = true, Timescale = 0.2, Verbose = true };
        using OscPeer player = new(stage);
        string pipe = MakePipe(stage);
        using NativeInstrument instrument = LaunchInto(pipe, stage);
        using FileStream reader = new(pipe, FileMode.Open, FileAccess.Read);
        ReadUntil(reader, "ready");
        // Another writer fills the pipe to the brim: by itself it would take a minute of bars.
        Shell.Try("timeout", "1", "dd", "if=/dev/zero", $"of={pipe}", "bs=4096");
        Thread.Sleep(500);
        Health.AssertPlays(instrument, player);
        (int exit, TimeSpan time) = instrument.Signal(Signals.Terminate);
        Assert.Equal(0, exit);
        Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Stopped_for_three_seconds_it_counts_one_stall_and_replays_nothing()
    {
        using TestStage stage = new() { Mode = "battle", Autostart = true, Model = Metronomes.FileName };
        Metronomes.Write(stage, PeriodMicroseconds / 1e6f);
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        Health.AssertPlays(instrument, player);
        int before = player.AskStatus().Stalls;
        instrument.Tell(Signals.Stop);
        Thread.Sleep(3000);
        instrument.Tell(Signals.Continue);
        Health.AssertPlays(instrument, player, events: 40);
        Assert.Equal(before + 1, player.AskStatus().Stalls);
        instrument.Signal(Signals.Terminate);
        long[] steps = LogRows.Steps(LogRows.Read(stage).Where(row => row.Source == LogSource.Rnn));
        long gap = Assert.Single(steps, step => step != PeriodMicroseconds);
        Assert.InRange(gap, 2_900_000, 30_000_000);
    }

    private static string MakePipe(TestStage stage)
    {
        string pipe = Path.Combine(stage.Folder, "output");
        Shell.Run("mkfifo", pipe);
        return pipe;
    }

    private static NativeInstrument LaunchInto(string pipe, TestStage stage) => NativeInstrument.LaunchUnder(
        ["sh", "-c", $"exec \"$@\" > {pipe}", "sh"], stage.Folder, "run", "-c", stage.WriteConfig(), "-l", stage.Logs);

    private static void ReadUntil(FileStream reader, string text)
    {
        byte[] buffer = new byte[4096];
        string said = "";
        while (!said.Contains(text, StringComparison.Ordinal))
        {
            int length = reader.Read(buffer);
            Assert.True(length > 0, said);
            said += System.Text.Encoding.UTF8.GetString(buffer, 0, length);
        }
    }
}
