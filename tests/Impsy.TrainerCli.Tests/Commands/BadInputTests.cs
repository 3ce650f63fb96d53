using Impsy.Inference.Performances;
using Impsy.TrainerCli.Datasets;
using Impsy.TrainerCli.Tests.Evaluation;
using Impsy.TrainerCli.Tests.Training;

namespace Impsy.TrainerCli.Tests.Commands;

/// <summary>What people have instead of good files: a sentence, exit 1 or 2, and nothing half-written.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Logs => _folder.File("logs");

    private string Out => _folder.File("out");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(-1)]
    public void A_truncated_model_is_refused_by_every_command_that_takes_one(int length)
    {
        string model = GoldenGesture.Export(_folder);
        string log = GoldenGesture.WriteLog(_folder);
        byte[] whole = File.ReadAllBytes(model);
        File.WriteAllBytes(model, length < 0 ? whole[..^-length] : whole[..length]);
        string[][] commands =
        [
            ["evaluate", model, log, "--report", Out],
            ["quantize", model, "-S", log, "--out", Out],
            ["generate", model, "--out", Out],
            ["inspect", model],
        ];
        foreach (string[] command in commands)
            Trainer.AssertFails("golden.onnx: ", command);
        Assert.Equal(
            [Path.GetFileName(log), "golden.onnx"],
            Directory.GetFileSystemEntries(_folder.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("", "holds no playing: empty")]
    [InlineData("2026-05-01T20:00:00,interface,0,1\n", "an event needs two rows")]
    [InlineData("2026-05-01T20:00:00,interface,0\n2026-05-01T20:00:01,interface,0\n", "too few values")]
    [InlineData("2026-05-01T20:00:00,interface,NaN,0\r\n2026-05-01T20:00:01,interface,nan,0\r\n", "not finite")]
    [InlineData("2026-05-01T20:00:00,interface,0,1", "the file ends inside the line")]
    public void Logs_without_playing_train_and_evaluate_nothing(string text, string reason)
    {
        Directory.CreateDirectory(Logs);
        string log = Path.Combine(Logs, "a-3d-mdrnn.log");
        File.WriteAllText(log, text);
        string model = _folder.File("three.onnx");
        Trainer.AssertDone("export", "--metronome", "0.1", "-D", "3", "--out", model);
        Trainer.AssertFails(reason, "train", "-D", "3", "-S", Logs, "-O", Out);
        Trainer.AssertFails(reason, "evaluate", model, Logs, "--report", Out);
        Assert.False(Path.Exists(Out));
    }

    /// <summary>As they come from another system, or from an instrument that lost its power.</summary>
    [Fact]
    public void Logs_with_some_bad_rows_train_on_the_others_and_tell()
    {
        Directory.CreateDirectory(Logs);
        TestTakes.WriteLogs(TestTakes.Make(count: 3, dimension: 3), Logs);
        string log = LogReader.FindLogs(Logs, 3)[0];
        string name = Path.GetFileName(log);
        int rows = File.ReadLines(log).Count();
        File.WriteAllText(
            log,
            File.ReadAllText(log).Replace("\n", "\r\n") + "2024-01-03T00:00:00,interface,NaN,0\r\n" +
            "2024-01-03T00:00:01,interface,0\r\n2024-01-03T00:00:02,interface,0.5,0.");
        string output = Trainer.AssertDone(
            "train", "-D", "3", "-S", Logs, "-O", Out, "-M", "xxs", "--mixtures", "2", "--updates", "10");
        string[] lines = output.Split('\n');
        Assert.Equal(
            [
                $"{name}({rows + 1}): 1 row not used: a value is not finite",
                $"{name}({rows + 2}): 1 row not used: too few values",
                $"{name}({rows + 3}): 1 row not used: the file ends inside the line",
            ],
            lines[..3]);
        Assert.Contains("all updates done", lines);
    }

    [Fact]
    public void Where_nothing_may_be_written_no_command_leaves_anything()
    {
        string model = GoldenGesture.Export(_folder);
        string log = GoldenGesture.WriteLog(_folder);
        const string Folder = "/proc/self"; // where not even root may
        string[][] commands =
        [
            ["dataset", "-S", log, "-O", Folder],
            ["quantize", model, "-S", log, "--max-loss", "9", "--out", $"{Folder}/q.onnx"],
            ["generate", model, "--seconds", "1", "--out", $"{Folder}/x.log"],
            ["export", "--metronome", "1", "-D", "2", "--out", $"{Folder}/m.onnx"],
            ["init", Folder],
            ["evaluate", model, log, "--play", "1", "--report", $"{Folder}/r.html"],
        ];
        foreach (string[] command in commands)
        {
            (int code, _, string error) = Trainer.Run(command);
            Assert.Equal(1, code);
            Assert.Matches($"^impsy-trainer: {Folder}[^:]*: cannot be (written|made a folder): [^\n]+\n$", error);
        }
    }

    [Fact]
    public void An_empty_name_is_no_file_and_no_folder()
    {
        string model = GoldenGesture.Export(_folder);
        string log = GoldenGesture.WriteLog(_folder);
        Trainer.AssertFails("a folder to write to needs a name", "dataset", "-S", log, "-O", "");
        Trainer.AssertFails("a file to write needs a name", "generate", model, "--seconds", "1", "--out", "");
        Trainer.AssertFails("a folder to write to needs a name", "init", "");
    }

    /// <summary>
    /// A log of any length must fit into memory once: nine floats for each event, and nothing besides that grows with
    /// it. Measured: 37 bytes per event.
    /// </summary>
    [Fact]
    public void Reading_a_log_takes_the_memory_of_its_events_and_no_more()
    {
        const int Events = 60_000;
        Directory.CreateDirectory(Logs);
        string log = Path.Combine(Logs, "a-9d-mdrnn.log");
        Trainer.WriteLog(log, TestTakes.Make(seed: 1, Events + 1, dimension: 9).Rows.ToArray().Chunk(9));
        _ = TakeSource.Read(log, 9);
        long before = GC.GetAllocatedBytesForCurrentThread();
        TakeSource source = TakeSource.Read(log, 9);
        double perEvent = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Events;
        Assert.Equal(Events, source.Takes.Single().EventCount);
        Assert.InRange(perEvent, 9 * sizeof(float), 1.2 * 9 * sizeof(float));
    }

    /// <summary>Cut at its pauses, a log needs room for its takes, and once more for the longest.</summary>
    [Fact]
    public void Cutting_a_log_into_takes_costs_no_multiple_either()
    {
        const int Events = 60_000;
        Directory.CreateDirectory(Logs);
        string log = Path.Combine(Logs, "a-9d-mdrnn.log");
        float[][] rows = [.. TestTakes.Make(seed: 1, Events + 1, dimension: 9).Rows.ToArray().Chunk(9)];
        for (int i = 1; i < 30; i++)
            rows[2000 * i][0] = 9;
        Trainer.WriteLog(log, rows);
        _ = TakeSource.Read(log, 9, gapSeconds: 5);
        long before = GC.GetAllocatedBytesForCurrentThread();
        TakeSource source = TakeSource.Read(log, 9, gapSeconds: 5);
        double perEvent = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Events;
        Assert.Equal((30, Events - 29), (source.Takes.Count, source.Takes.Sum(take => take.EventCount)));
        Assert.InRange(perEvent, 9 * sizeof(float), 2.2 * 9 * sizeof(float));
    }

    /// <summary>The end of the only take is kept back: parts of it, which share its memory.</summary>
    [Fact]
    public void Splitting_takes_copies_none()
    {
        Take take = TestTakes.Make(seed: 1, rows: 50_000, dimension: 9);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Impsy.TrainerCli.Training.TrainingData data = Impsy.TrainerCli.Training.TrainingData.Create(
            [take], 9, window: 50, Impsy.TrainerCli.Training.ValidationRule.Default);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal((45_000, 5_000), (data.Training.Single().RowCount, data.Validation.Single().RowCount));
        Assert.InRange(allocated, 0, 50_000);
    }
}
