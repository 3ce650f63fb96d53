using Impsy.Daemon.Logs;
using Impsy.Hardware.Linux;
using static Impsy.Inference.Performances.LogSource;

namespace Impsy.Daemon.Tests.Logs;

/// <summary>Disks that are full, failing or gone: playing goes on, and so does the log when they are back.</summary>
public class LogDiskTests
{
    private const string Opened = "Information: logging the performance to logs/";

    [Fact]
    public void A_full_disk_costs_rows_and_one_line_and_leaves_no_empty_files()
    {
        bool full = true;
        using LogBench bench = new(disk: new LogDisk(Create, LogBench.Plenty));
        for (int i = 0; i < 8; i++)
            bench.Play(i, Interface, 0.5f);
        Assert.Equal((LogState.Failing, 0, 8), (bench.Writer.State, bench.Writer.RowsWritten, bench.Writer.RowsLost));
        Assert.Empty(bench.Logs);
        full = false;
        bench.Play(8, Interface, 0.75f);
        bench.Play(9, Interface, 1);
        bench.Play(10, Interface, 0);
        Assert.Equal((LogState.Logging, 2, 9), (bench.Writer.State, bench.Writer.RowsWritten, bench.Writer.RowsLost));
        Assert.Equal(
            [
                ("2019-01-17T12-37-47-2d-mdrnn.log",
                    "2019-01-17T12:37:47.109979,interface,1\n2019-01-17T12:37:48.109979,interface,0\n"),
            ],
            bench.Logs);
        Assert.Equal(
            [
                Opened + "2019-01-17T12-37-38-2d-mdrnn.log",
                "Warning: logs/2019-01-17T12-37-38-2d-mdrnn.log: write: No space left on device; "
                    + "playing goes on without a log, next attempt in 3 s",
                "Warning: logging the performance again; 9 rows were lost",
                Opened + "2019-01-17T12-37-47-2d-mdrnn.log",
            ],
            bench.Said);

        FileError Create(string path, out AppendFile? file) => full
            ? OpenThroughLink(path, "/dev/full", out file)
            : AppendFile.TryCreate(path, out file);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "")]
    [InlineData(40, "")]
    [InlineData(41, "2019-01-17T12:37:38.109979,interface,0.5\n")]
    [InlineData(42, "2019-01-17T12:37:38.109979,interface,0.5\n")]
    [InlineData(81, "2019-01-17T12:37:38.109979,interface,0.5\n")]
    [InlineData(82, "2019-01-17T12:37:38.109979,interface,0.5\n2019-01-17T12:37:38.119979,interface,0.5\n")]
    public void A_write_that_is_taken_in_part_leaves_whole_rows_only(int room, string expected)
    {
        // The largest size of a file stands in for a disk with little room: the kernel takes what fits, then refuses.
        long before = 0;
        using LogBench bench = new(disk: new LogDisk(Create, LogBench.Plenty));
        for (int i = 0; i < 3; i++)
            bench.Writer.Add(LogBench.Row(i * 0.01, Interface, 0.5f), 0);
        bench.Writer.EndBatch(0);
        string path = Path.Combine(bench.Folder, "2019-01-17T12-37-38-2d-mdrnn.log");
        Assert.Equal(before + expected.Length, new FileInfo(path).Length);
        using FileStream file = new(path, FileMode.Open);
        file.Position = before;
        Assert.Equal(expected, new StreamReader(file).ReadToEnd());
        Assert.Equal(
            (expected.Length / 41, 3 - expected.Length / 41), (bench.Writer.RowsWritten, bench.Writer.RowsLost));

        FileError Create(string path, out AppendFile? file)
        {
            FileError error = AppendFile.TryCreate(path, out file);
            if (!error.IsNone)
                return error;
            file!.Dispose();
            before = LargestFile(path) - room;
            using (FileStream stream = new(path, FileMode.Open))
                stream.SetLength(before);
            return AppendFile.TryOpen(path, out file);
        }
    }

    [Fact]
    public void A_sync_that_fails_ends_the_file()
    {
        bool broken = true;
        using LogBench bench = new(disk: new LogDisk(Create, LogBench.Plenty));
        bench.Play(0, Interface, 0.5f);
        bench.Play(1, Interface, 0.5f);
        bench.Flusher.Wait();
        Assert.Equal(LogState.Logging, bench.Writer.State);
        bench.Writer.EndBatch(LogBench.Second + 1);
        Assert.Equal(LogState.Failing, bench.Writer.State);
        broken = false;
        bench.Play(5, Interface, 1);
        Assert.Equal(LogState.Logging, bench.Writer.State);
        Assert.Equal("2019-01-17T12:37:43.109979,interface,1\n", bench.Logs[^1].Text);
        Assert.Contains("fdatasync: Invalid argument", bench.Said[1], StringComparison.Ordinal);

        FileError Create(string path, out AppendFile? file) => broken
            ? OpenThroughLink(path, "/dev/null", out file)
            : AppendFile.TryCreate(path, out file);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_tried_again_until_it_can()
    {
        using LogBench bench = new();
        File.WriteAllText(bench.Folder, "a file where the folder should be");
        foreach (double seconds in new[] { 0, 1, 2.9, 3, 5 })
            bench.Play(seconds, Interface, 0.5f);
        File.Delete(bench.Folder);
        bench.Play(5.9, Interface, 0.5f);
        bench.Play(6, Interface, 1);
        Assert.Equal([("2019-01-17T12-37-44-2d-mdrnn.log", "2019-01-17T12:37:44.109979,interface,1\n")], bench.Logs);
        Assert.Equal(
            [
                "Warning: logs: create a log: Not a directory; playing goes on without a log, next attempt in 3 s",
                "Warning: logging the performance again; 6 rows were lost",
                Opened + "2019-01-17T12-37-44-2d-mdrnn.log",
            ],
            bench.Said);
    }

    [Fact]
    public void As_the_disk_fills_the_models_rows_go_first_then_all_and_both_come_back()
    {
        long free = 0;
        using LogBench bench = new(disk: new LogDisk(AppendFile.TryCreate, Ask));
        List<string> seen = [];
        double seconds = 0;
        foreach (double mebibytes in new[] { 100, 32, 31.9, 39.9, 40, 31, 8, 7.9, 9.9, 10, 7, 40 })
        {
            free = (long)(mebibytes * LogOptions.Mebibyte);
            seconds += 1;
            long before = bench.Writer.RowsWritten;
            bench.Play(seconds, Interface, 0.5f);
            bench.Play(seconds, Rnn, 0.5f);
            seen.Add($"{mebibytes} {bench.Writer.State} {bench.Writer.RowsWritten - before}");
        }
        Assert.Equal(
            [
                "100 Logging 2", "32 Logging 2", "31.9 PlayerOnly 1", "39.9 PlayerOnly 1", "40 Logging 2",
                "31 PlayerOnly 1", "8 PlayerOnly 1", "7.9 DiskFull 0", "9.9 DiskFull 0", "10 PlayerOnly 1",
                "7 DiskFull 0", "40 Logging 2",
            ],
            seen);
        Assert.Equal(24 - 13, bench.Writer.RowsLost);
        Assert.Equal(
            [
                Opened + "2019-01-17T12-37-39-2d-mdrnn.log",
                "Warning: logs: 31 MiB free: the model's events are no longer logged",
                "Warning: logs: 40 MiB free: everything is logged again",
                "Warning: logs: 31 MiB free: the model's events are no longer logged",
                "Error: logs: 7 MiB free: the performance is no longer logged",
                "Warning: logs: 10 MiB free: the model's events are no longer logged",
                Opened + "2019-01-17T12-37-48-2d-mdrnn.log",
                "Error: logs: 7 MiB free: the performance is no longer logged",
                "Warning: logs: 40 MiB free: everything is logged again",
                Opened + "2019-01-17T12-37-50-2d-mdrnn.log",
            ],
            bench.Said);

        FileError Ask(string folder, out long bytes)
        {
            bytes = free;
            return FileError.None;
        }
    }

    [Fact]
    public void Space_is_looked_at_once_a_second_and_without_play_only_while_something_is_withheld()
    {
        int asked = 0;
        long free = long.MaxValue;
        using LogBench bench = new(disk: new LogDisk(AppendFile.TryCreate, Ask));
        for (int i = 0; i < 100; i++)
            bench.Play(i * 0.01, Interface, 0.5f);
        Assert.Equal(1, asked);
        free = 0;
        bench.Play(1, Interface, 0.5f);
        Assert.Equal((2, 2 * LogBench.Second), (asked, bench.Writer.NextDue));
        free = long.MaxValue;
        bench.Writer.EndBatch(2 * LogBench.Second);
        Assert.Equal((3, LogState.Logging, long.MaxValue), (asked, bench.Writer.State, bench.Writer.NextDue));

        FileError Ask(string folder, out long bytes)
        {
            asked++;
            bytes = free;
            return FileError.None;
        }
    }

    private static FileError OpenThroughLink(string path, string device, out AppendFile? file)
    {
        file = null;
        if (!Directory.Exists(Path.GetDirectoryName(path)))
            return AppendFile.TryCreate(path, out file);
        File.CreateSymbolicLink(path, device);
        return AppendFile.TryOpen(path, out file);
    }

    /// <returns>Bytes; the file has no blocks, so it takes no room.</returns>
    private static long LargestFile(string path)
    {
        using FileStream file = new(path, FileMode.Open);
        long accepted = 0;
        for (long step = 1L << 62; step > 0; step >>= 1)
        {
            try
            {
                file.SetLength(accepted + step);
                accepted += step;
            }
            catch (Exception refused) when (refused is IOException or ArgumentException)
            {
                continue;
            }
        }
        return accepted;
    }
}
