using Impsy.Daemon.Logs;
using static Impsy.Inference.Performances.LogSource;

namespace Impsy.Daemon.Tests.Logs;

public class LogFolderTests
{
    private static readonly string[] s_files =
    [
        "2018-12-31T23-59-59-9d-mdrnn.log", // 0.5 MiB each
        "2019-01-01T00-00-00-4d-mdrnn.log",
        "2019-01-02T00-00-00-9d-mdrnn.log",
        "2019-01-03T00-00-00-9d-mdrnn.log",
        "2000-01-01T00-00-00-9d-mdrnn.log.bak",
        "2000-01-01-9d-mdrnn.log",
        "best-9d-mdrnn.log",
        "notes.txt",
    ];

    [Fact]
    public void Without_a_limit_no_log_is_ever_deleted()
    {
        using LogBench bench = new();
        Fill(bench.Folder);
        bench.Play(0, Interface, 0.5f);
        Assert.Equal([.. s_files, "2019-01-17T12-37-38-2d-mdrnn.log"], Names(bench));
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(2, 0)]
    [InlineData(1, 2)]
    public void Over_the_limit_the_oldest_of_our_logs_go_and_nothing_else(int megabytes, int deleted)
    {
        using LogBench bench = new(new LogOptions { MaxMegabytes = megabytes });
        Fill(bench.Folder);
        bench.Play(0, Interface, 0.5f);
        Assert.Equal([.. s_files.Skip(deleted), "2019-01-17T12-37-38-2d-mdrnn.log"], Names(bench));
        string[] said = deleted == 0 ? [] : ["Information: deleted 2 old logs, 1 MiB, as log_max_mb asks"];
        Assert.Equal(said, bench.Said.Where(line => line.Contains("deleted", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_new_log_stays_even_when_its_clock_makes_it_the_oldest()
    {
        using LogBench bench = new(new LogOptions { MaxMegabytes = 1 });
        Directory.CreateDirectory(bench.Folder);
        foreach (int year in new[] { 2030, 2031, 2032 })
            File.WriteAllBytes(Path.Combine(bench.Folder, $"{year}-01-01T00-00-00-9d-mdrnn.log"), new byte[524_288]);
        bench.Play(0, Interface, 0.5f);
        bench.Play(1, Interface, 0.75f);
        Assert.Equal(
            [
                "2019-01-17T12-37-38-2d-mdrnn.log", "2031-01-01T00-00-00-9d-mdrnn.log",
                "2032-01-01T00-00-00-9d-mdrnn.log",
            ],
            bench.Logs.Select(log => log.Name));
        Assert.Equal(2, bench.Writer.RowsWritten);
    }

    private static void Fill(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string name in s_files)
            File.WriteAllBytes(Path.Combine(folder, name), new byte[524_288]);
    }

    /// <summary>In the order of the list above, new ones last.</summary>
    private static IEnumerable<string> Names(LogBench bench) =>
        bench.Logs.Select(log => log.Name).OrderBy(name => (uint)Array.IndexOf(s_files, name));
}
