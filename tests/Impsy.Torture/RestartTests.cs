using System.Diagnostics;

namespace Impsy.Torture;

public class RestartTests
{
    private const int Restarts = 300;
    private const int RowsPerStart = 250;
    private static readonly TimeSpan s_promise = TimeSpan.FromMilliseconds(100); // 50, and as much for a busy machine

    /// <summary>
    /// The player plays a row every 2 ms; at any moment the instrument is killed outright, or told to end, and started
    /// again at once. Control 1 counts the starts, control 2 the rows.
    /// </summary>
    [Fact]
    public void After_300_restarts_in_a_row_no_row_is_lost_and_every_start_has_a_log_of_its_own()
    {
        int[] signals = [Signals.Kill, Signals.Terminate, Signals.Interrupt];
        using TestStage stage = new() { Mode = "callresponse", LogPredictions = false };
        Random random = new(300);
        Stopwatch watch = Stopwatch.StartNew();
        HashSet<string> known = Reserve(stage, seconds: 3);
        string[] reserved = [.. known];
        for (int start = 0; start < Restarts; start++)
        {
            using OscPeer player = new(stage);
            using NativeInstrument instrument = NativeInstrument.Play(stage);
            int signal = signals[start % signals.Length];
            int promised = PlayUntilSignalled(player, instrument, start, signal, TimeSpan.FromMilliseconds(random.Next(120, 300)));
            Assert.Equal(signal == Signals.Kill ? 128 + Signals.Kill : 0, instrument.WaitForExit());
            string file = Assert.Single(Directory.GetFiles(stage.Logs).Except(known));
            known.Add(file);
            AssertHolds(file, start, promised);
        }
        Assert.All(reserved, file => Assert.Equal("of another\n", File.ReadAllText(file)));
        Figures.Tell($"restarts: {Restarts} in {watch.Elapsed.TotalSeconds:0} s, no row lost, {Restarts} logs");
    }

    /// <returns>How many rows were sent so long before the signal that they must be in the log.</returns>
    private static int PlayUntilSignalled(OscPeer player, NativeInstrument instrument, int start, int signal, TimeSpan duration)
    {
        List<long> sent = [];
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < duration && sent.Count < RowsPerStart)
        {
            player.Play(start / 512f, sent.Count / 512f, 0, 0, 0, 0, 0, 0);
            sent.Add(Stopwatch.GetTimestamp());
            Thread.Sleep(2);
        }
        long now = Stopwatch.GetTimestamp();
        instrument.Tell(signal);
        return sent.Count(time => Stopwatch.GetElapsedTime(time, now) > s_promise);
    }

    private static void AssertHolds(string file, int start, int promised)
    {
        LogRows.Row[] rows = [.. File.ReadAllLines(file).Select(LogRows.Parse)];
        Assert.All(rows, row => Assert.Equal(start / 512f, row.Controls[0]));
        Assert.Equal(Enumerable.Range(0, rows.Length).Select(i => i / 512f), rows.Select(row => row.Controls[1]));
        Assert.True(rows.Length >= promised, $"start {start}: {rows.Length} rows, {promised} were sent in time");
    }

    /// <summary>Files of the names that the next seconds would have: not to be touched.</summary>
    private static HashSet<string> Reserve(TestStage stage, int seconds)
    {
        Directory.CreateDirectory(stage.Logs);
        HashSet<string> files = [.. Enumerable.Range(0, seconds).Select(second => Path.Combine(
            stage.Logs, $"{DateTime.Now.AddSeconds(second):yyyy-MM-ddTHH-mm-ss}-9d-mdrnn.log"))];
        foreach (string file in files)
            File.WriteAllText(file, "of another\n");
        return files;
    }
}
