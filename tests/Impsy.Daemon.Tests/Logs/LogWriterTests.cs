using Impsy.Inference.Performances;
using Impsy.TestSupport;
using static Impsy.Inference.Performances.LogSource;

namespace Impsy.Daemon.Tests.Logs;

public class LogWriterTests
{
    private const string First = "2019-01-17T12-37-38-3d-mdrnn.log";

    [Fact]
    public void Rows_are_lines_in_a_file_named_for_the_second_of_the_first()
    {
        using LogBench bench = new();
        bench.Play(0, Interface, 0.3359375f, 0.296875f);
        bench.Play(1.5, Rnn, 0, 1);
        Assert.Equal(
            [(First, "2019-01-17T12:37:38.109979,interface,0.3359375,0.296875\n2019-01-17T12:37:39.609979,rnn,0,1\n")],
            bench.Logs);
        Assert.Equal((2, 0), (bench.Writer.RowsWritten, bench.Writer.RowsLost));
        Assert.Equal(["Information: logging the performance to logs/" + First], bench.Said);
    }

    [Fact]
    public void A_start_without_play_leaves_no_file_and_no_folder()
    {
        using LogBench bench = new();
        bench.Writer.EndBatch(LogBench.Second);
        bench.Writer.Close(2 * LogBench.Second);
        Assert.False(Directory.Exists(bench.Folder));
        Assert.Empty(bench.Said);
    }

    [Fact]
    public void A_row_that_is_stamped_before_the_last_takes_the_time_of_the_last()
    {
        using LogBench bench = new();
        bench.Play(1, Interface, 0.5f);
        bench.Play(0.75, Rnn, 0.25f);
        bench.Play(1.000001, Interface, 1);
        Assert.Equal(
            "2019-01-17T12:37:39.109979,interface,0.5\n2019-01-17T12:37:39.109979,rnn,0.25\n"
            + "2019-01-17T12:37:39.109980,interface,1\n",
            bench.Logs[0].Text);
    }

    [Fact]
    public void What_was_written_reads_back_as_the_monotonic_times_of_play()
    {
        // Days of play, in which the clock of the machine may have done anything: nobody has asked it.
        using LogBench bench = new();
        Random random = new(19);
        List<float> expected = [0, 0.5f];
        long microseconds = 0;
        bench.Play(0, Interface, 0.5f);
        for (int i = 0; i < 2000; i++)
        {
            long dt = (long)Math.Exp(random.NextDouble() * 20); // 1 µs to 8 minutes
            microseconds += dt;
            float control = random.NextSingle();
            bench.Writer.Add(LogBench.Row(microseconds / 1e6, Interface, control), microseconds * 1000);
            expected.AddRange([(float)(dt / 1e6), control]);
        }
        bench.Writer.Close(microseconds * 1000);
        LogReading reading = LogReader.Read(bench.Folder, 2, LogReadOptions.Default);
        Assert.Empty(reading.Report.Problems);
        Assert.Equal(expected, Assert.Single(reading.Takes).Rows.ToArray());
    }

    [Fact]
    public void A_change_of_dimension_begins_a_file_in_the_order_of_play()
    {
        using LogBench bench = new();
        bench.Writer.Add(LogBench.Row(0, Interface, 0.5f), 0);
        bench.Writer.Add(LogBench.Row(0.1, Interface, 0.25f, 0.75f), 0);
        bench.Writer.Add(LogBench.Row(0.2, Rnn, 0, 1), 0);
        bench.Writer.Add(LogBench.Row(0.3, Interface, 1), 0);
        bench.Writer.EndBatch(0);
        Assert.Equal(
            [
                ("2019-01-17T12-37-38-2d-mdrnn.log", "2019-01-17T12:37:38.109979,interface,0.5\n"),
                (First, "2019-01-17T12:37:38.209979,interface,0.25,0.75\n2019-01-17T12:37:38.309979,rnn,0,1\n"),
                ("2019-01-17T12-37-39-2d-mdrnn.log", "2019-01-17T12:37:38.409979,interface,1\n"),
            ],
            bench.Logs);
        Assert.Equal(4, bench.Writer.RowsWritten);
    }

    [Fact]
    public void A_name_that_is_taken_gives_way_to_the_next_free_second()
    {
        using LogBench bench = new();
        Directory.CreateDirectory(bench.Folder);
        File.WriteAllText(Path.Combine(bench.Folder, First), "yesterday\n");
        File.WriteAllText(Path.Combine(bench.Folder, "2019-01-17T12-37-39-3d-mdrnn.log"), "");
        bench.Play(0, Interface, 0.5f, 0.25f);
        Assert.Equal(
            [
                (First, "yesterday\n"),
                ("2019-01-17T12-37-39-3d-mdrnn.log", ""),
                ("2019-01-17T12-37-40-3d-mdrnn.log", "2019-01-17T12:37:38.109979,interface,0.5,0.25\n"),
            ],
            bench.Logs);
    }

    [Fact]
    public void A_sync_follows_the_first_row_after_the_last_by_the_flush_time()
    {
        using LogBench bench = new();
        List<(double Seconds, long Syncs, long Due)> seen = [];
        foreach (double seconds in new[] { 0, 0.5, 0.999, 1, 1.2, 2.1, 2.2, 10 })
        {
            if (seconds is 0 or 0.5 or 1.2)
                bench.Writer.Add(LogBench.Row(seconds, Interface, 0.5f), 0);
            bench.Writer.EndBatch(LogBench.Nanoseconds(seconds));
            bench.Flusher.Wait();
            seen.Add((seconds, bench.Flusher.Count, bench.Writer.NextDue));
        }
        const long Never = long.MaxValue;
        Assert.Equal(
            [
                (0, 0, 1_000_000_000), (0.5, 0, 1_000_000_000), (0.999, 0, 1_000_000_000), (1, 1, Never),
                (1.2, 1, 2_200_000_000), (2.1, 1, 2_200_000_000), (2.2, 2, Never), (10, 2, Never),
            ],
            seen);
    }

    [Fact]
    public void More_rows_than_the_buffer_holds_lose_nothing()
    {
        using LogBench bench = new();
        const int Count = 20_000;
        for (int i = 0; i < Count; i++)
            bench.Writer.Add(LogBench.Row(i * 0.001, Interface, i / (float)Count), 0);
        bench.Writer.EndBatch(0);
        string[] lines = bench.Logs[0].Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(0, Count).Select(i => i / (float)Count), lines.Select(Control));
        Assert.Equal(Count, bench.Writer.RowsWritten);
    }

    [Fact]
    public void A_log_that_is_deleted_under_its_writer_is_followed_by_another()
    {
        using LogBench bench = new();
        bench.Play(0, Interface, 0.5f, 0.25f);
        Directory.Delete(bench.Folder, recursive: true);
        bench.Play(1, Interface, 0.75f, 0.25f);
        bench.Play(1.5, Interface, 1, 0.25f);
        Assert.Equal(
            [("2019-01-17T12-37-39-3d-mdrnn.log", "2019-01-17T12:37:39.609979,interface,1,0.25\n")], bench.Logs);
        Assert.Equal(
            [
                "Information: logging the performance to logs/" + First,
                $"Warning: logs/{First} was deleted while it was written; the next event begins a new log",
                "Information: logging the performance to logs/2019-01-17T12-37-39-3d-mdrnn.log",
            ],
            bench.Said);
    }

    [Fact]
    public void Steady_play_allocates_nothing()
    {
        using LogBench bench = new();
        float[] controls = [0, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 1];
        int played = 1000;
        Play(bench, controls, 0, played);
        long allocated = Allocations.Of(() => Play(bench, controls, played, played += 19_000));
        Assert.Equal(0, allocated);
        Assert.Equal(played, bench.Writer.RowsWritten);
    }

    private static void Play(LogBench bench, float[] controls, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            bench.Writer.Add(LogBench.Row(i * 0.01, i % 2 == 0 ? Interface : Rnn, controls), i * LogBench.Second / 100);
            if (i % 5 == 0)
                bench.Writer.EndBatch(i * LogBench.Second / 100);
        }
        bench.Writer.EndBatch(to * LogBench.Second / 100);
    }

    private static float Control(string line)
    {
        float[] controls = new float[1];
        Assert.Equal(LogFault.None, LogLine.TryParse(System.Text.Encoding.ASCII.GetBytes(line), controls, out _));
        return controls[0];
    }
}
