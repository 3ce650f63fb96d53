using System.Globalization;
using System.Text;
using Impsy.Inference.Performances;
using Impsy.TestSupport;

namespace Impsy.Inference.Tests.Performances;

public sealed class LogReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("impsy-logs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Names()
    {
        TheoryData<string> data = [];
        foreach (string line in File.ReadLines(Repository.Vector("logs", "takes.txt")))
        {
            if (line.StartsWith('['))
                data.Add(line);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_log_gives_these_takes(string name)
    {
        string[] section = [.. File.ReadLines(Repository.Vector("logs", "takes.txt"))
            .SkipWhile(line => line != name).Skip(1).TakeWhile(line => !line.StartsWith('['))
            .Where(line => line.Length > 0)];
        string path = Path.Combine(_folder, "vector");
        File.WriteAllText(path, string.Concat(section.Where(line => line[0] == '>').Select(Unescape)));
        string[] words = name[(name.IndexOf(']', StringComparison.Ordinal) + 1)..].Split(' ');
        LogReadOptions options = new()
        {
            Predictions = words.Contains("predictions"),
            GapSeconds = Option(words, "gap") is { } gap ? gap : double.PositiveInfinity,
        };
        LogReading reading = LogReader.Read(path, (int)Option(words, "dimension")!, options);
        Assert.Equal(section.Where(line => line[0] != '>'), Describe(reading));
    }

    [Fact]
    public void A_folder_gives_the_logs_of_one_dimension_by_name()
    {
        const string Two = "2019-01-17T12:00:00,interface,0\n2019-01-17T12:00:01,interface,1\n";
        Write("b-2d-mdrnn.log", Two);
        Write("2019-01-17T12-00-00-2d-mdrnn.log", Two + "?\n" + Two);
        Write("B-2d-mdrnn.log", Two);
        Write("2019-01-17T12-00-00-12d-mdrnn.log", Two);
        Write("2019-01-17T12-00-00-2d-mdrnn.log.bak", Two);
        Write("2019-01-17T12-00-00-3d-mdrnn.log", "2019-01-17T12:00:00,interface,0,0\n");
        Directory.CreateDirectory(Path.Combine(_folder, "old"));
        Write("old/2019-01-17T12-00-00-2d-mdrnn.log", Two);
        LogReading reading = LogReader.Read(_folder, 2, LogReadOptions.Default);
        Assert.Equal(
            ["2019-01-17T12-00-00-2d-mdrnn.log", "B-2d-mdrnn.log", "b-2d-mdrnn.log"],
            reading.Takes.Select(take => take.Name));
        Assert.Equal(
            [
                new LogProblem("2019-01-17T12-00-00-2d-mdrnn.log", LogFault.BadTime, 1, 3),
                new LogProblem("2019-01-17T12-00-00-2d-mdrnn.log", LogFault.ClockBackward, 1, 4),
            ],
            reading.Report.Problems);
        Assert.Equal(3, reading.Report.Files);
        Assert.Equal(8, reading.Report.InterfaceRows);
        Assert.Equal(4, reading.Report.Events);
    }

    [Fact]
    public void Parts_of_a_log_are_named_after_it()
    {
        Write("x-2d-mdrnn.log", string.Concat(Enumerable.Range(0, 3).Select(hour =>
            $"2019-01-17T0{hour}:00:00,interface,0\n2019-01-17T0{hour}:00:01,interface,1\n")));
        LogReading reading = LogReader.Read(_folder, 2, new LogReadOptions { GapSeconds = 60 });
        Assert.Equal(
            ["x-2d-mdrnn.log", "x-2d-mdrnn.log#2", "x-2d-mdrnn.log#3"], reading.Takes.Select(take => take.Name));
    }

    [Fact]
    public void A_line_without_end_costs_one_row_and_no_memory()
    {
        const string Row = "2019-01-17T12:00:00,interface,0.5";
        string longer = Row + new string('5', 300_000) + "\n";
        string asLongAsTheBuffer = Row + new string('5', 65_536 - Row.Length) + "\n";
        string withoutEnd = Row + new string('5', 200_000);
        Write("x-2d-mdrnn.log", $"{Row}\n{longer}{Row}\n{asLongAsTheBuffer}{Row}\n{withoutEnd}");
        LogReading reading = LogReader.Read(_folder, 2, LogReadOptions.Default);
        Assert.Equal(3, reading.Report.InterfaceRows);
        Assert.Equal(
            [new LogProblem("x-2d-mdrnn.log", LogFault.TooLong, 3, 2)], reading.Report.Problems);
    }

    [Fact]
    public void A_path_that_is_not_there_is_the_callers_mistake() =>
        Assert.Throws<FileNotFoundException>(
            () => LogReader.Read(Path.Combine(_folder, "none.log"), 9, LogReadOptions.Default));

    [Fact]
    public void A_folder_without_logs_reads_as_nothing() =>
        Assert.Equal(["rows 0 0 events 0 gaps 0"], Describe(LogReader.Read(_folder, 9, LogReadOptions.Default)));

    [Fact]
    public void Files_of_noise_are_read_without_a_throw_and_every_line_is_accounted_for()
    {
        Random random = new(9);
        byte[] noise = new byte[2_000_000];
        random.NextBytes(noise);
        for (int i = 0; i < noise.Length; i += 1 + random.Next(200))
            noise[i] = (byte)'\n';
        noise[^1] = (byte)'\n';
        File.WriteAllBytes(Path.Combine(_folder, "x-9d-mdrnn.log"), noise);
        LogReading reading = LogReader.Read(_folder, 9, LogReadOptions.Default);
        long lines = noise.AsSpan().Count((byte)'\n');
        long blank = Encoding.Latin1.GetString(noise).Split('\n').SkipLast(1)
            .LongCount(line => line.Trim(' ', '\t', '\r').Length == 0);
        LogProblem problem = Assert.Single(reading.Report.Problems);
        Assert.Equal((LogFault.BadTime, lines - blank), (problem.Fault, problem.Rows));
    }

    [SharedFact("performances/9d")]
    public void Nine_dimensions_of_human_playing_are_read_whole() =>
        Assert.Equal(
            new LogReport(32, 32, 84_478 - 32, 84_478, 0, 0, []), WithoutProblems(Human(9, LogReadOptions.Default)));

    [SharedFact("performances/4d")]
    public void Four_dimensions_of_human_playing_are_read_whole() =>
        Assert.Equal(
            new LogReport(29, 29, 91_205 - 29, 91_205, 0, 0, []), WithoutProblems(Human(4, LogReadOptions.Default)));

    [SharedFact("performances/4d")]
    public void Human_playing_on_a_grid_of_128_is_written_byte_for_byte()
    {
        List<string> different = [];
        foreach (string path in LogReader.FindLogs(SharedData.Find("performances", "4d"), 4))
        {
            byte[] original = File.ReadAllBytes(path);
            if (!original.AsSpan().SequenceEqual(Rewrite(original, 4)))
                different.Add(Path.GetFileName(path));
        }
        Assert.Equal([], different);
    }

    [SharedFact("performances/9d")]
    public void Human_playing_written_again_reads_as_the_same_takes()
    {
        foreach (string path in LogReader.FindLogs(SharedData.Find("performances", "9d"), 9))
            File.WriteAllBytes(Path.Combine(_folder, Path.GetFileName(path)), Rewrite(File.ReadAllBytes(path), 9));
        Take[] original = [.. Human(9, LogReadOptions.Default).Takes];
        Take[] again = [.. LogReader.Read(_folder, 9, LogReadOptions.Default).Takes];
        Assert.Equal(original.Select(take => take.Name), again.Select(take => take.Name));
        Assert.Equal(original.Select(take => take.Rows.ToArray()), again.Select(take => take.Rows.ToArray()));
    }

    [SharedFact("performances/9d")]
    public void The_gap_rule_loses_exactly_the_events_after_the_gaps()
    {
        LogReading whole = Human(9, LogReadOptions.Default);
        int longer = whole.Takes.Sum(take => Enumerable.Range(0, take.EventCount).Count(i => take.Events[i * 9] > 5));
        LogReading split = Human(9, new LogReadOptions { GapSeconds = 5 });
        Assert.Equal(longer, split.Report.Gaps);
        Assert.Equal(whole.Report.Events - longer, split.Report.Events);
        Assert.All(
            split.Takes, take => Assert.True(Enumerable.Range(0, take.RowCount).All(i => take.Rows[i * 9] <= 5)));
    }

    private static LogReading Human(int dimension, LogReadOptions options) =>
        LogReader.Read(SharedData.Find("performances", $"{dimension}d"), dimension, options);

    // A record of lists compares them by reference.
    private static LogReport WithoutProblems(LogReading reading)
    {
        Assert.Empty(reading.Report.Problems);
        return reading.Report with { Problems = [] };
    }

    private static byte[] Rewrite(byte[] log, int dimension)
    {
        using MemoryStream rewritten = new();
        float[] controls = new float[dimension - 1];
        byte[] line = new byte[LogLine.MaxLength];
        foreach (Range range in log.AsSpan().Split((byte)'\n'))
        {
            ReadOnlySpan<byte> row = log.AsSpan(range);
            if (row.IsEmpty)
                continue;
            Assert.Equal(LogFault.None, LogLine.TryParse(row, controls, out LogStamp stamp));
            Assert.True(LogLine.TryFormat(line, stamp.WallMicroseconds, stamp.Source, controls, out int written));
            rewritten.Write(line, 0, written);
        }
        return rewritten.ToArray();
    }

    private static IEnumerable<string> Describe(LogReading reading)
    {
        foreach (Take take in reading.Takes)
        {
            IEnumerable<string> rows = Enumerable.Range(0, take.RowCount).Select(i => string.Join(' ',
                take.Rows.Slice(i * take.Dimension, take.Dimension).ToArray()
                    .Select(value => value.ToString(CultureInfo.InvariantCulture))));
            yield return $"take {take.RowCount} rows: {string.Join(" ; ", rows)}";
        }
        LogReport report = reading.Report;
        yield return $"rows {report.InterfaceRows} {report.RnnRows} events {report.Events} gaps {report.Gaps}";
        foreach (LogProblem problem in report.Problems)
            yield return $"problem {problem}";
    }

    private static string Unescape(string line)
    {
        string text = line.Length > 2 ? line[2..].Replace("\\r", "\r").Replace("\\0", "\0") : "";
        return text.EndsWith('\\') ? text[..^1] : text + "\n";
    }

    private static double? Option(string[] words, string name)
    {
        int index = Array.IndexOf(words, name);
        return index < 0 ? null : double.Parse(words[index + 1], CultureInfo.InvariantCulture);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
