using Impsy.Inference;
using Impsy.Inference.Performances;
using Impsy.TrainerCli.Datasets;
using Impsy.TrainerCli.Evaluation;
using Impsy.TrainerCli.Report;
using Impsy.TrainerCli.Tests.Evaluation;
using Impsy.TrainerCli.Tests.Training;

namespace Impsy.TrainerCli.Tests.Report;

public sealed class ControlSurpriseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>With a single component no control tells anything of another, so the parts add up to the whole.</summary>
    [Fact]
    public void The_controls_of_a_model_without_mixture_add_up()
    {
        string logs = Directory.CreateDirectory(_folder.File("logs")).FullName;
        IReadOnlyList<Take> takes = TestTakes.Make(count: 4, dimension: 4);
        TestTakes.WriteLogs(takes, logs);
        Trainer.AssertDone(
            "train", "-D", "4", "-S", logs, "-O", _folder.Root, "-M", "xxs", "--mixtures", "1", "--updates", "40");
        string path = Directory.GetFiles(_folder.Root, "*scale10.onnx").Single();
        using MdrnnModel model = MdrnnModel.Load(path, seed: 1);
        double[] parts = new ControlSurprise(model.Metadata).Measure(model, takes);
        TakeScore whole = TakeScore.Total("all", [.. new TakeScorer(model).ScoreAll(takes)]);
        Assert.Equal(3, parts.Length);
        Assert.Equal(whole.ControlBitsPerEvent, parts.Sum(), 1e-9);
    }

    [Fact]
    public void The_controls_of_a_mixture_tell_of_each_other()
    {
        string path = GoldenGesture.Export(_folder);
        IReadOnlyList<Take> takes = TakeSource.Read(GoldenGesture.WriteLog(_folder), 9).Takes;
        using MdrnnModel model = MdrnnModel.Load(path, seed: 1);
        double[] parts = new ControlSurprise(model.Metadata).Measure(model, takes);
        TakeScore whole = TakeScore.Total("all", [.. new TakeScorer(model).ScoreAll(takes)]);
        Assert.All(parts, part => Assert.InRange(part, 0.01, whole.ControlBitsPerEvent));
        Assert.InRange(whole.ControlBitsPerEvent, 0.5, parts.Sum());
    }
}
