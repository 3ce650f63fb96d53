using Impsy.Daemon.Logs;
using Impsy.Hardware.Linux;
using Impsy.Inference.Performances;
using Impsy.TestSupport;
using static Impsy.Inference.Performances.LogSource;

namespace Impsy.Daemon.Tests.Logs;

public sealed class PerformanceLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("impsy-performance-").FullName;
    private readonly ListLogger _logger = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_row_of_five_thousand_a_second_is_written_in_order()
    {
        const int Count = 10_000;
        long start = MonotonicClock.Now();
        using (PerformanceLog log = Open())
        {
            log.Start();
            Thread player = new(() => Play(log, start, Count));
            player.Start();
            player.Join();
            log.Dispose();
            Assert.Equal((Count, 0, 0), (log.RowsWritten, log.RowsDropped, log.RowsLost));
        }
        LogReading reading = LogReader.Read(_folder, 9, new LogReadOptions { Predictions = true });
        Assert.Empty(reading.Report.Problems);
        Take take = Assert.Single(reading.Takes);
        Assert.Equal(
            Enumerable.Range(0, Count).Select(i => i / (float)Count),
            Enumerable.Range(0, take.RowCount).Select(i => take.Rows[i * 9 + 1]));
        Assert.Equal((Count / 2, Count / 2), (reading.Report.InterfaceRows, reading.Report.RnnRows));
    }

    [Fact]
    public void A_row_is_in_the_file_although_the_log_is_neither_closed_nor_followed_by_another()
    {
        using PerformanceLog log = Open();
        log.Start();
        Assert.True(log.TryWrite(MonotonicClock.Now(), Interface, [0.5f]));
        SpinWait.SpinUntil(() => log.RowsWritten == 1, TimeSpan.FromSeconds(30));
        Assert.EndsWith(",interface,0.5\n", File.ReadAllText(log.CurrentPath!), StringComparison.Ordinal);
    }

    [Fact]
    public void Times_are_those_of_the_wall_clock_at_the_start()
    {
        DateTime before = DateTime.Now;
        using (PerformanceLog log = new(_folder, LogOptions.Default, _logger))
        {
            log.Start();
            log.TryWrite(MonotonicClock.Now(), Interface, [0.5f]);
        }
        DateTime after = DateTime.Now;
        byte[] line = File.ReadAllBytes(Assert.Single(Directory.GetFiles(_folder)));
        Assert.Equal(LogFault.None, LogLine.TryParse(line, new float[1], out LogStamp stamp));
        Assert.InRange(
            stamp.WallMicroseconds, CivilTime.FromDateTime(before) - 1000, CivilTime.FromDateTime(after) + 1000);
    }

    [Fact]
    public void A_full_ring_drops_rows_and_counts_them()
    {
        PerformanceLog log = Open(); // nobody drains: its thread is not started
        bool[] taken = [.. Enumerable.Range(0, 4096 + 5).Select(i => log.TryWrite(i, Interface, [0.5f]))];
        log.Dispose();
        Assert.Equal([.. Enumerable.Repeat(true, 4096), .. Enumerable.Repeat(false, 5)], taken);
        Assert.Equal((4096, 5), (log.RowsWritten, log.RowsDropped));
        Assert.Equal(4096, File.ReadAllLines(Assert.Single(Directory.GetFiles(_folder))).Length);
    }

    [Fact]
    public void Only_the_wanted_sources_are_logged()
    {
        foreach (bool input in new[] { true, false })
        {
            using PerformanceLog log = Open(new LogOptions { Input = input, Predictions = !input });
            Assert.True(log.TryWrite(0, Interface, [0.25f]));
            Assert.True(log.TryWrite(0, Rnn, [0.75f]));
        }
        Assert.Equal(
            ["2019-01-17T12:37:38.109979,interface,0.25", "2019-01-17T12:37:38.109979,rnn,0.75"],
            Directory.GetFiles(_folder).Order().SelectMany(File.ReadAllLines));
    }

    [Fact]
    public void A_row_as_wide_as_an_event_can_be_is_taken_and_a_wider_one_is_not()
    {
        float[] controls = [.. Enumerable.Range(0, 65).Select(i => i / 64f)];
        using (PerformanceLog log = Open())
        {
            Assert.False(log.TryWrite(0, Interface, []));
            Assert.False(log.TryWrite(0, Interface, controls));
            Assert.True(log.TryWrite(0, Interface, controls.AsSpan(0, 64)));
            Assert.True(log.TryWrite(1_000_000, Interface, controls.AsSpan(1, 64)));
            Assert.Equal(2, log.RowsDropped);
        }
        Take take = Assert.Single(LogReader.Read(_folder, 65, LogReadOptions.Default).Takes);
        Assert.Equal([0, .. controls[..64], 0.001f, .. controls[1..]], take.Rows.ToArray());
    }

    [Fact]
    public void A_start_without_play_leaves_the_folder_empty()
    {
        using (PerformanceLog log = Open())
            log.Start();
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void After_the_end_rows_are_refused()
    {
        PerformanceLog log = Open();
        log.Start();
        log.Dispose();
        log.Dispose();
        Assert.False(log.TryWrite(0, Interface, [0.5f]));
    }

    [Fact]
    public void A_fault_in_the_log_is_said_once_and_never_reaches_the_player()
    {
        LogDisk faulty = new(
            (string path, out AppendFile? file) => throw new InvalidOperationException("a bug"), LogBench.Plenty);
        using PerformanceLog log = new(_folder, LogOptions.Default, faulty, LogBench.Anchor, _logger);
        log.Start();
        log.TryWrite(0, Interface, [0.5f]);
        SpinWait.SpinUntil(() => log.State == LogState.Broken, TimeSpan.FromSeconds(30));
        bool[] taken = [.. Enumerable.Range(0, 5000).Select(i => log.TryWrite(i, Interface, [0.5f]))];
        Assert.False(taken[^1]);
        Assert.Equal(["Critical: a fault in the performance log has ended it; playing goes on"], _logger.Lines);
    }

    [Fact]
    public void Giving_a_row_to_the_log_allocates_nothing()
    {
        using PerformanceLog log = Open();
        log.Start();
        float[] controls = [0, 0.25f, 0.5f, 0.75f, 1, 0.1f, 0.2f, 0.3f];
        Give(log, controls, 100);
        // More than the ring holds: dropping is free as well.
        Assert.Equal(0, Allocations.Of(() => Give(log, controls, 10_000)));
    }

    private static void Give(PerformanceLog log, float[] controls, int rows)
    {
        for (int i = 0; i < rows; i++)
            log.TryWrite(i, Rnn, controls);
    }

    /// <summary>Five rows a millisecond, at their own times.</summary>
    private static void Play(PerformanceLog log, long start, int count)
    {
        Span<float> controls = stackalloc float[8];
        for (int i = 0; i < count; i++)
        {
            long due = start + i * 200_000L;
            while (i % 5 == 0 && MonotonicClock.Now() < due)
                Thread.Sleep(1);
            controls[0] = i / (float)count;
            log.TryWrite(due, i % 2 == 0 ? Interface : Rnn, controls);
        }
    }

    private PerformanceLog Open(LogOptions? options = null) =>
        new(
            _folder, options ?? new LogOptions { Predictions = true },
            new LogDisk(AppendFile.TryCreate, LogBench.Plenty), LogBench.Anchor, _logger);
}
