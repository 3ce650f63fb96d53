using System.Diagnostics;
using System.Security.Cryptography;
using Impsy.Inference;
using Impsy.Inference.Performances;
using Impsy.TestSupport;
using Impsy.TrainerCli.Evaluation;
using Impsy.TrainerCli.Training;

namespace Impsy.TrainerCli.Tests;

public class ShippedModelTests
{
    private const string Nine = "musicMDRNN-dim9-layers2-units64-mixtures24-scale10-int8.onnx";
    private const string Four = "musicMDRNN-dim4-layers2-units64-mixtures24-scale10-int8.onnx";

    [Fact]
    public void The_committed_models_are_what_the_script_makes()
    {
        using TemporaryFolder folder = new();
        ProcessStartInfo start = new(Path.Combine(Repository.Root, "eng", "make-models"), [folder.Root])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["IMPSY_TRAINER"] = Path.Combine(AppContext.BaseDirectory, "impsy-trainer");
        using Process script = Process.Start(start) ?? throw new InvalidOperationException("no process");
        string output = script.StandardOutput.ReadToEnd();
        string error = script.StandardError.ReadToEnd();
        script.WaitForExit();
        Assert.True(script.ExitCode == 0, output + error);
        string[] committed = Hashes(Path.Combine(Repository.Root, "models"));
        Assert.Equal([Four, Nine], committed.Select(line => line.Split(' ')[0]));
        Assert.Equal(committed, Hashes(folder.Root));
    }

    /// <summary>On the takes that were kept back from the training; 8-bit kernels differ between processors.</summary>
    [SharedFact("performances/9d")]
    public void The_surprise_that_the_models_say_they_have_is_measured()
    {
        Assert.InRange(Measured(Nine, new ValidationRule(8, 6)), -0.05, 0.05);
        Assert.InRange(Measured(Four, new ValidationRule(5, 0)), -0.05, 0.05);
    }

    /// <summary>What eng/make-models --train judges over twenty half hours, in small.</summary>
    [SharedFact("performances/9d")]
    public void The_models_play_alone_like_the_player()
    {
        foreach (string file in new[] { Nine, Four })
        {
            using MdrnnModel model = Load(file);
            IReadOnlyList<Take> takes = Performances(model.Dimension);
            LongRun player = LongRun.OfPlayer(takes, model.Metadata.DtMax);
            byte[] bytes = File.ReadAllBytes(Path.Combine(Repository.Root, "models", file));
            IReadOnlyList<LongRun> runs = LongRun.OfModel(bytes, file, takes, runs: 2, seconds: 900);
            Assert.Equal([], runs.SelectMany(run => run.Differences(player)));
        }
    }

    /// <returns>Bits per event, less those that the file speaks of.</returns>
    private static double Measured(string file, ValidationRule rule)
    {
        using MdrnnModel model = Load(file);
        IReadOnlyList<Take> kept = TrainingData.Create(
            Performances(model.Dimension), model.Dimension, window: 50, rule).Validation;
        TakeScore score = TakeScore.Total(file, [.. new TakeScorer(model).ScoreAll(kept)]);
        return score.BitsPerEvent - model.Metadata.BitsPerEvent!.Value;
    }

    private static MdrnnModel Load(string file) =>
        MdrnnModel.Load(Path.Combine(Repository.Root, "models", file), seed: 1);

    private static IReadOnlyList<Take> Performances(int dimension) => LogReader.Read(
        SharedData.Find("performances", $"{dimension}d"), dimension, LogReadOptions.Default).Takes;

    private static string[] Hashes(string folder) =>
    [
        .. Directory.GetFiles(folder, "*.onnx").Order(StringComparer.Ordinal)
            .Select(path =>
                $"{Path.GetFileName(path)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}"),
    ];
}
