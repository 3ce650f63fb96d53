using Impsy.Inference.Performances;
using Impsy.TestSupport;

namespace Impsy.Inference.Tests.Performances;

public class DatasetReaderTests
{
    public static TheoryData<string, string, string, string> Forms()
    {
        TheoryData<string, string, string, string> forms = [];
        foreach (string[] line in DatasetTestTakes.Lines("forms.txt"))
            forms.Add(line[0], line[1], line[2], line[3]);
        return forms;
    }

    public static TheoryData<string, string> Refused()
    {
        TheoryData<string, string> refused = [];
        foreach (string[] line in DatasetTestTakes.Lines("refused.txt"))
            refused.Add(line[0], line[1]);
        return refused;
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_that_NumPy_writes_holds_the_same_takes(string form, string lengths, string d, string file)
    {
        DatasetReading reading = Read(file);
        int empty = lengths.Split(' ').Count(length => length == "0");
        Take[] expected = DatasetTestTakes.Make(lengths.Replace(" 0", ""), d);
        Assert.Equal(
            (form, int.Parse(d), empty, 0L), (form, reading.Dimension, reading.EmptyTakes, reading.ClockSteps));
        Assert.Equal(
            expected.Select(take => take.Events.ToArray()), reading.Takes.Select(take => take.Events.ToArray()));
        Assert.All(reading.Takes, take => Assert.False(take.HasOpening));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_no_dataset_is_refused_with_its_reason(string reason, string file)
    {
        string message = Assert.Throws<InvalidDataException>(() => Read(file)).Message;
        Assert.StartsWith("test.npz: ", message);
        Assert.Contains(reason, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_clock_that_was_set_back_counts_as_no_time_at_all()
    {
        using MemoryStream stream = new();
        DatasetWriter.Write([new Take("t", 2, [0.5f, 1, -3600, 0.5f, 0.25f, 0], hasOpening: false)], stream);
        DatasetReading reading = DatasetReader.Read(stream, "test.npz");
        Assert.Equal(1, reading.ClockSteps);
        Assert.Equal([0.5f, 1, 0, 0.5f, 0.25f, 0], reading.Takes.Single().Events.ToArray());
    }

    [Fact]
    public void Every_truncation_and_mutation_is_read_or_refused()
    {
        byte[] whole = Convert.FromBase64String(DatasetTestTakes.Lines("forms.txt")[0][3]);
        Random random = new(3);
        for (int i = 0; i < 3000; i++)
        {
            byte[] broken = whole[..(i < whole.Length ? i : whole.Length)];
            for (int k = 0; i >= whole.Length && k < 1 + i % 3; k++)
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
            try
            {
                Assert.NotEmpty(DatasetReader.Read(new MemoryStream(broken), "broken").Takes);
            }
            catch (Exception refusal) when (refusal is InvalidDataException or IOException)
            {
                Assert.NotEqual("", refusal.Message);
            }
        }
    }

    /// <summary>The zip is sound, and the pickle in it is not.</summary>
    [Fact]
    public void Every_mutation_of_the_pickle_itself_is_read_or_refused()
    {
        int readable = 0;
        foreach (string[] form in DatasetTestTakes.Lines("forms.txt"))
        {
            byte[] content = Unpack(form[3]);
            Random random = new(4);
            for (int i = 0; i < 1000; i++)
            {
                byte[] broken = [.. content];
                for (int k = 0; k <= i % 3; k++)
                    broken[random.Next(120, broken.Length)] = (byte)random.Next(256);
                try
                {
                    _ = DatasetReader.Read(Pack(broken), "broken");
                    readable++;
                }
                catch (InvalidDataException refusal)
                {
                    Assert.StartsWith("broken: ", refusal.Message);
                }
            }
        }
        Assert.InRange(readable, 1000, 8000); // a wrong number is still a number; a wrong instruction is none
    }

    [SharedFact("npz")]
    public void The_files_of_Python_IMPSY_are_read()
    {
        string[] lines =
        [
            .. Directory.GetFiles(SharedData.Find("npz")).Order(StringComparer.Ordinal)
                .Where(path => !path.EndsWith("evil.npz", StringComparison.Ordinal))
                .Select(Describe),
        ];
        Assert.Equal(
            [
                "sample.npz: 2d, 2 takes, 5 events, 0 empty, last 2.000 3.000",
                "sample_single.npz: 2d, 1 takes, 2 events, 0 empty, last 0.000 0.000",
                "six-performances-4d-fortran.npz: 4d, 6 takes, 1518 events, 1 empty, last 0.010 0.523",
                "six-performances-4d-protocol2.npz: 4d, 6 takes, 1518 events, 1 empty, last 0.010 0.523",
                "six-performances-4d-protocol4.npz: 4d, 6 takes, 1518 events, 1 empty, last 0.010 0.523",
            ],
            lines);

        static string Describe(string path)
        {
            DatasetReading reading = DatasetReader.Read(path);
            float[] last = reading.Takes[^1].Events[^reading.Dimension..].ToArray();
            return $"{Path.GetFileName(path)}: {reading.Dimension}d, {reading.Takes.Count} takes, " +
                $"{reading.Takes.Sum(take => take.EventCount)} events, {reading.EmptyTakes} empty, " +
                $"last {last[0]:0.000} {last[1]:0.000}";
        }
    }

    [SharedFact("npz")]
    public void A_file_that_wants_to_run_a_program_is_refused_by_its_name()
    {
        string path = SharedData.Find("npz", "evil.npz");
        Assert.Equal(
            $"{path}: asks for posix.system, which is no array: refused",
            Assert.Throws<InvalidDataException>(() => DatasetReader.Read(path)).Message);
    }

    private static DatasetReading Read(string base64) =>
        DatasetReader.Read(new MemoryStream(Convert.FromBase64String(base64)), "test.npz");

    private static byte[] Unpack(string base64)
    {
        using System.IO.Compression.ZipArchive archive = new(new MemoryStream(Convert.FromBase64String(base64)));
        using MemoryStream content = new();
        using Stream entry = archive.Entries.Single().Open();
        entry.CopyTo(content);
        return content.ToArray();
    }

    private static MemoryStream Pack(byte[] content)
    {
        MemoryStream stream = new();
        using System.IO.Compression.ZipArchive archive =
            new(stream, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true);
        using Stream entry = archive.CreateEntry(
            "perfs.npy", System.IO.Compression.CompressionLevel.NoCompression).Open();
        entry.Write(content);
        return stream;
    }
}
