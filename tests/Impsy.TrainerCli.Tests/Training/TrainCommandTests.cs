using System.Diagnostics;
using Impsy.Inference;
using Impsy.TrainerCli.Commands;
using Impsy.TrainerCli.Models;
using Impsy.TrainerCli.Training;
using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Tests.Training;

public sealed class TrainCommandTests : IDisposable
{
    private const string Stem = "musicMDRNN-dim3-layers2-units16-mixtures3-scale10";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Logs => _folder.File("logs");

    private string Models => _folder.File("models");

    [Fact]
    public void Logs_become_a_float32_model_an_8_bit_one_and_a_checkpoint()
    {
        WriteLogs(count: 9);
        string[] lines = Train("-D", "3", "-N", "20", "--title", "small", "--author", "nobody");
        Assert.StartsWith("3d, grid of 127: learns from ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("2 x 16 LSTM, 3 mixtures, residual, time as logarithm: ", lines[1], StringComparison.Ordinal);
        Assert.Contains(lines, line => line == "all updates done");
        Assert.Equal(
            [Stem + "-checkpoint.npz", Stem + "-int8.onnx", Stem + ".onnx"],
            Directory.GetFiles(Models).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        TrainingState state = Checkpoint.Read(Path.Combine(Models, Stem + "-checkpoint.npz"));
        foreach (string file in new[] { Stem + ".onnx", Stem + "-int8.onnx" })
        {
            using MdrnnModel model = MdrnnModel.Load(Path.Combine(Models, file), seed: 1);
            Assert.Equal((file, 127, true), (model.Metadata.FileName, model.Metadata.Grid, model.Metadata.Residual));
            Assert.Equal(("small", "nobody"), (model.Metadata.Title, model.Metadata.Source));
            Assert.Equal(state.Best!.Value.Bits, model.Metadata.BitsPerEvent!.Value, 0.2);
            Assert.InRange(model.Metadata.Events, 1, 100_000);
        }
        // The best weights lie in the checkpoint under the names that export reads.
        MdrnnWeights weights = MdrnnWeights.Load(Path.Combine(Models, Stem + "-checkpoint.npz"));
        Assert.Equal((3, 16, 3), (weights.Dimension, weights.Units, weights.Mixtures));
    }

    [Fact]
    public void Each_validation_is_a_line_where_the_output_is_no_terminal()
    {
        WriteLogs(count: 9);
        string[] lines = Train("-D", "3", "--updates", "40");
        Assert.Equal(
            Enumerable.Range(1, 20).Select(n => $"update {2 * n,6} of 40  loss "),
            lines.Where(line => line.StartsWith("update ", StringComparison.Ordinal)).Select(line => line[..26]));
    }

    [Fact]
    public void A_finished_training_says_the_same_again_when_resumed()
    {
        WriteLogs(count: 9);
        Train("-D", "3", "--updates", "20");
        byte[] model = File.ReadAllBytes(Path.Combine(Models, Stem + ".onnx"));
        string[] lines = Resume();
        Assert.Contains("goes on after update 20 of 20", lines);
        Assert.Equal(model.Length, new FileInfo(Path.Combine(Models, Stem + ".onnx")).Length);
    }

    [Fact]
    public void Ctrl_C_keeps_the_best_so_far_and_says_how_to_go_on()
    {
        WriteLogs(count: 9);
        using Process trainer = Start(
            [], "train", "-D", "3", "-S", Logs, "-O", Models, "-M", "xxs", "--mixtures", "3", "--updates", "1000000");
        List<string> lines = [];
        while (trainer.StandardOutput.ReadLine() is string line)
        {
            lines.Add(line);
            if (line.StartsWith("update    200 ", StringComparison.Ordinal))
                Process.Start("kill", ["-INT", $"{trainer.Id}"]).WaitForExit();
        }
        trainer.WaitForExit();
        Assert.Equal((0, ""), (trainer.ExitCode, trainer.StandardError.ReadToEnd()));
        string checkpoint = Path.Combine(Models, Stem + "-checkpoint.npz");
        Assert.Contains($"stopped; to go on: impsy-trainer train -S {Logs} -O {Models} --resume {checkpoint}", lines);
        Assert.True(File.Exists(Path.Combine(Models, Stem + "-int8.onnx")));
        Assert.InRange(Checkpoint.Read(checkpoint).Update, 200, 999_999);
    }

    [Fact]
    public void Every_misuse_is_said_at_once()
    {
        (int code, string output, string error) = Trainer.Run(
            "train", "-S", Logs, "--updates", "1", "-N", "3", "--dropout", "NaN", "--mixtures", "0", "--residual",
            "--no-residual", "--validation", "3,3", "--time-limit", "-1");
        Assert.Equal((TrainerCommand.Misused, ""), (code, output));
        Assert.Equal(
            [
                "impsy-trainer train: --updates: expected 10 to 10000000, found 1",
                "impsy-trainer train: --mixtures: expected 1 to 64, found 0",
                "impsy-trainer train: --time-limit: expected 0.01 to 100000, found -1",
                "impsy-trainer train: --dropout: expected 0 to 0.9, found NaN",
                "impsy-trainer train: --dimension is missing",
                "impsy-trainer train: --residual and --no-residual do not go together",
                "impsy-trainer train: --numepochs and --updates do not go together",
                "impsy-trainer train: --validation: expected two whole numbers like 8,6, the second below the first, " +
                    "found '3,3'",
            ],
            error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void What_a_checkpoint_has_decided_is_not_asked_again()
    {
        (int code, _, string error) = Trainer.Run("train", "-S", Logs, "--resume", "x.npz", "--seed", "3", "-M", "m");
        Assert.Equal(TrainerCommand.Misused, code);
        Assert.Equal(
            [
                "impsy-trainer train: --modelsize does not go with --resume, which has it from the checkpoint",
                "impsy-trainer train: --seed does not go with --resume, which has it from the checkpoint",
            ],
            error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_source_without_enough_playing_is_a_sentence()
    {
        Directory.CreateDirectory(Logs);
        Assert.EndsWith("has no log *-3d-mdrnn.log", Refused("-D", "3"), StringComparison.Ordinal);
        TestTakes.WriteLogs([TestTakes.Make(1, 1, 3)], Logs);
        Assert.EndsWith(
            "an event needs two rows of a player, less than the gap apart",
            Refused("-D", "3"),
            StringComparison.Ordinal);
        TestTakes.WriteLogs([TestTakes.Make(1, 40, 3)], Logs);
        Assert.Equal(
            "impsy-trainer: nothing to train on: a take needs 51 events, and the longest of 1 has 40",
            Refused("-D", "3"));
        Assert.EndsWith(
            "has no log *-4d-mdrnn.log; there are logs of dimension 3", Refused("-D", "4"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_destination_that_cannot_be_written_is_found_before_the_training()
    {
        WriteLogs(count: 9);
        File.WriteAllText(Models, "a file");
        string refusal = Refused("-D", "3", "--updates", "10000000");
        Assert.StartsWith($"impsy-trainer: {Models}: cannot be made a folder: ", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_other_takes_or_none_at_all_is_refused()
    {
        WriteLogs(count: 9);
        Train("-D", "3", "--updates", "10");
        string checkpoint = Path.Combine(Models, Stem + "-checkpoint.npz");
        byte[] whole = File.ReadAllBytes(checkpoint);
        WriteLogs(count: 10);
        Assert.StartsWith(
            $"impsy-trainer: {checkpoint}: was learning from other takes than {Logs} holds now",
            Trainer.Run("train", "-S", Logs, "-O", Models, "--resume", checkpoint).Error,
            StringComparison.Ordinal);
        string broken = _folder.File("broken.npz");
        foreach (int length in new[] { 0, 100, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(broken, whole[..length]);
            (int code, _, string error) = Trainer.Run("train", "-S", Logs, "-O", Models, "--resume", broken);
            Assert.Equal(TrainerCommand.Failed, code);
            Assert.StartsWith($"impsy-trainer: {broken}: is no .npz file", error, StringComparison.Ordinal);
        }
        string other = Impsy.TestSupport.Repository.Vector("bootstrap", "mdrnn-9d-s-residual-weights.npz");
        Assert.Equal(
            $"impsy-trainer: {other}: is no checkpoint of a training",
            Trainer.Run("train", "-S", Logs, "-O", Models, "--resume", other).Error.TrimEnd());
    }

    [Fact]
    public void The_way_of_the_ancestor_trains_too()
    {
        WriteLogs(count: 9);
        string[] lines = Train("-D", "3", "--recipe", "impsy", "-N", "1");
        Assert.StartsWith("2 x 16 LSTM, 3 mixtures: ", lines[1], StringComparison.Ordinal);
        using MdrnnModel model = MdrnnModel.Load(Path.Combine(Models, Stem + ".onnx"), seed: 1);
        Assert.False(model.Metadata.Residual);
    }

    /// <summary>The runtime's own switches, so the choice and the code are those of a machine without the registers.</summary>
    [Theory]
    [InlineData("DOTNET_EnableAVX512", "256-bit")]
    [InlineData("DOTNET_EnableAVX2", "128-bit")]
    public void A_narrower_machine_takes_narrower_kernels_and_they_are_right(string variable, string expected)
    {
        string narrowest = string.CompareOrdinal(KernelChoice.Best.Name, expected) < 0
            ? KernelChoice.Best.Name // this machine has less to begin with
            : expected;
        using Process trainer = Start([new(variable, "0")], "benchmark", "--check");
        string output = trainer.StandardOutput.ReadToEnd();
        trainer.WaitForExit();
        Assert.Equal((0, ""), (trainer.ExitCode, trainer.StandardError.ReadToEnd()));
        Assert.StartsWith($"{narrowest} kernels against the plain ones:\n", output, StringComparison.Ordinal);
        Assert.Equal(14, output.TrimEnd().Split('\n').Length);
    }

    private void WriteLogs(int count)
    {
        Directory.CreateDirectory(Logs);
        TestTakes.WriteLogs(TestTakes.Make(count, dimension: 3), Logs);
    }

    /// <returns>The lines of a training of the smallest size that went well.</returns>
    private string[] Train(params string[] arguments) => Lines(Trainer.AssertDone(
        ["train", "-S", Logs, "-O", Models, "-M", "xxs", "--mixtures", "3", "--threads", "2", .. arguments]));

    private string[] Resume() => Lines(Trainer.AssertDone(
        "train", "-S", Logs, "-O", Models, "--resume", Path.Combine(Models, Stem + "-checkpoint.npz")));

    /// <returns>The one line of a training that could not be.</returns>
    private string Refused(params string[] arguments)
    {
        (int code, string output, string error) = Trainer.Run(
            ["train", "-S", Logs, "-O", Models, "-M", "xxs", .. arguments]);
        Assert.Equal((TrainerCommand.Failed, ""), (code, output));
        return Assert.Single(Lines(error));
    }

    private static string[] Lines(string text) => text.TrimEnd().Split('\n');

    private static Process Start(KeyValuePair<string, string>[] environment, params string[] arguments)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "impsy-trainer"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("no process");
    }
}
