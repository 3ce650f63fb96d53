using System.Globalization;
using System.Text.RegularExpressions;
using Impsy.Inference.Performances;
using Impsy.TrainerCli.Commands;
using Impsy.TrainerCli.Tests.Report;
using Impsy.TrainerCli.Tests.Training;
using Impsy.TrainerCli.Training;

namespace Impsy.TrainerCli.Tests.Commands;

/// <summary>A training from the command line to its end, however it ends.</summary>
public sealed partial class TrainingSessionTests : IDisposable
{
    private const string Stem = "musicMDRNN-dim3-layers2-units16-mixtures3-scale10";

    /// <summary>A model file tells when it was made; so it is always made at the same time.</summary>
    private static readonly KeyValuePair<string, string> s_always = new("SOURCE_DATE_EPOCH", "1780000000");

    private readonly TemporaryFolder _folder = new();

    public TrainingSessionTests()
    {
        Directory.CreateDirectory(Logs);
        TestTakes.WriteLogs(TestTakes.Make(count: 9, dimension: 3), Logs);
    }

    public void Dispose() => _folder.Dispose();

    private string Logs => _folder.File("logs");

    [Fact]
    public void Interrupted_and_resumed_it_makes_the_same_files_as_without_interruption()
    {
        string whole = _folder.File("whole");
        string parts = _folder.File("parts");
        TrainerProcess.Run([s_always], null, Arguments(whole, "--updates", "400"));
        string checkpoint = Path.Combine(parts, Stem + "-checkpoint.npz");
        IReadOnlyList<string> stopped =
            TrainerProcess.Run([s_always], "update     60 ", Arguments(parts, "--updates", "400"));
        Assert.Equal($"to go on: impsy-trainer train -S {Logs} -O {parts} --resume {checkpoint}", stopped[^1]);
        long update = Checkpoint.Read(checkpoint).Update;
        Assert.InRange(update, 60, 399);
        IReadOnlyList<string> resumed = TrainerProcess.Run(
            [s_always], null, "train", "-S", Logs, "-O", parts, "--resume", checkpoint, "--threads", "1");
        Assert.Contains($"goes on after update {update} of 400", resumed);
        foreach (string file in new[] { ".onnx", "-int8.onnx", "-checkpoint.npz" })
        {
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(whole, Stem + file)), File.ReadAllBytes(Path.Combine(parts, Stem + file)));
        }
    }

    [Fact]
    public void Only_the_time_ends_it_when_there_is_less_of_it_than_of_updates()
    {
        string[] lines = Train("--updates", "10000000", "--time-limit", "0.01");
        Assert.Contains("the time is over", lines);
        Assert.True(File.Exists(Path.Combine(_folder.File("models"), Stem + ".onnx")));
    }

    [Fact]
    public void Patience_ends_it_when_nothing_becomes_better()
    {
        string[] lines = Train("--updates", "400", "--patience", "1", "--learning-rate", "1e-9");
        Assert.Contains("stopped: it no longer became better", lines);
        Assert.Contains("all updates done", Train("--updates", "40", "--no-earlystopping", "--learning-rate", "1e-9"));
    }

    [Fact]
    public void A_dataset_trains_as_logs_do()
    {
        Trainer.AssertDone("dataset", "-S", Logs, "-O", _folder.Root, "-F", "d.npz");
        string output = Trainer.AssertDone(
            "train", "-D", "3", "-S", _folder.File("d.npz"), "-O", _folder.File("models"), "-M", "xxs", "--mixtures",
            "3", "--updates", "20");
        Assert.Contains("all updates done", output, StringComparison.Ordinal);
        ReportFile report = new(Path.Combine(_folder.File("models"), Stem + "-report.html"));
        Assert.StartsWith("d.npz#", report.Rows("takes")[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_says_of_the_model_what_evaluate_says_of_it_on_the_takes_kept_back()
    {
        Train("--updates", "60", "--title", "small & <b>old</b>");
        string model = Path.Combine(_folder.File("models"), Stem + ".onnx");
        string held = Directory.CreateDirectory(_folder.File("held")).FullName;
        string kept = LogReader.FindLogs(Logs, 3)[6]; // the default split: the seventh of nine
        File.Copy(kept, Path.Combine(held, Path.GetFileName(kept)));
        Trainer.AssertDone("evaluate", model, held, "--report", _folder.File("evaluated.html"));
        ReportFile trained = new(Path.Combine(_folder.File("models"), Stem + "-report.html"));
        ReportFile evaluated = new(_folder.File("evaluated.html"));
        Assert.Equal("small & <b>old</b>", trained.Root.Descendants("h1").Single().Value);
        foreach (string part in new[] { "takes", "checks" })
            Assert.Equal(evaluated.Rows(part), trained.Rows(part));
        Assert.Equal(evaluated.Bars("controls"), trained.Bars("controls"));
        Assert.Equal(evaluated.Bars("surprise")[0], trained.Bars("surprise")[0]);
        Assert.Contains("history", trained.Ids);
        Assert.Equal(
            ["learnt from", "learnt from", "learnt from", "learnt from", "learnt from", "learnt from",
                "kept back, measured on", "learnt from", "learnt from"],
            trained.Find("timeline").Descendants("title").Skip(1).Select(title => title.Value.Split(", ", 2)[1]));
    }

    [Fact]
    public void The_way_to_go_on_is_said_whole_and_can_be_typed()
    {
        TrainRequest request = new()
        {
            Source = "my logs",
            Destination = "models",
            Dimension = 3,
            Epochs = null,
            Options = null,
            Validation = new ValidationRule(5, 0),
            Resume = null,
            Threads = 1,
            TimeLimit = null,
            Title = "Ann's",
            Author = "Ann",
        };
        Assert.Equal(
            "impsy-trainer train -S 'my logs' -O models --resume models/c.npz --validation 5,0 --title 'Ann'\\''s' " +
            "--author Ann",
            request.ResumeLine("models/c.npz"));
    }

    /// <summary>Nobody, not even root, may write into a folder of the kernel's.</summary>
    [Fact]
    public void A_folder_that_cannot_be_written_to_is_found_before_the_training()
    {
        (int code, string output, string error) = Trainer.Run(
            "train", "-D", "3", "-S", Logs, "-O", "/proc/self", "-M", "xxs", "--updates", "10000000");
        Assert.Equal((TrainerCommand.Failed, ""), (code, output));
        Assert.StartsWith("impsy-trainer: /proc/self: cannot be written to: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_written_costs_neither_training_nor_model()
    {
        string models = _folder.File("models");
        string checkpoint = Path.Combine(models, Stem + "-checkpoint.npz");
        Directory.CreateDirectory(checkpoint);
        (int code, string output, string error) = Trainer.Run(Arguments(models, "--updates", "20"));
        Assert.Equal(TrainerCommand.Failed, code);
        Assert.StartsWith($"impsy-trainer: {checkpoint}: cannot be written: ", error, StringComparison.Ordinal);
        Assert.Contains("all updates done", output, StringComparison.Ordinal);
        Assert.Equal(
            [Stem + "-int8.onnx", Stem + "-report.html", Stem + ".onnx"],
            Directory.GetFiles(models).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// The runtime's own switches, so what is trained is trained by the kernels of a machine without those registers.
    /// Sums in another order change the last digits, and those the rest: measured 0.001 bits after 40 updates.
    /// </summary>
    [Fact]
    public void Narrower_registers_learn_the_same()
    {
        double best = Bits([]);
        Assert.Equal(best, Bits([new("DOTNET_EnableAVX512F", "0")]), 0.02);
        Assert.Equal(best, Bits([new("DOTNET_EnableAVX2", "0")]), 0.02);

        double Bits(KeyValuePair<string, string>[] environment)
        {
            IReadOnlyList<string> lines =
                TrainerProcess.Run(environment, null, Arguments(_folder.File("models"), "--updates", "40"));
            string line = lines.Single(line => line.StartsWith("best: ", StringComparison.Ordinal));
            return double.Parse(BitsOf().Match(line).Value, CultureInfo.InvariantCulture);
        }
    }

    private string[] Arguments(string models, params string[] more) =>
        ["train", "-D", "3", "-S", Logs, "-O", models, "-M", "xxs", "--mixtures", "3", "--threads", "2", .. more];

    private string[] Train(params string[] more) =>
        Trainer.AssertDone(Arguments(_folder.File("models"), more)).TrimEnd().Split('\n');

    [GeneratedRegex(@"[0-9]+\.[0-9]+")]
    private static partial Regex BitsOf();
}
