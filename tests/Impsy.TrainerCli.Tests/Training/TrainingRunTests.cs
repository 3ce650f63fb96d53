using Impsy.Inference;
using Impsy.TrainerCli.Evaluation;
using Impsy.TrainerCli.Models;
using Impsy.TrainerCli.Onnx;
using Impsy.TrainerCli.Training;
using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Tests.Training;

public class TrainingRunTests
{
    private static readonly TrainingData s_data =
        TrainingData.Create(TestTakes.Make(count: 12, dimension: 4), dimension: 4, window: 20, ValidationRule.Default);

    /// <summary>Small and quick; three shards, the last of them not full.</summary>
    private static readonly TrainingOptions s_options = TrainingOptions.Edge(dimension: 4, units: 16, layers: 2) with
    {
        Mixtures = 3,
        WindowLength = 20,
        Stride = 20,
        BatchSize = 40,
        Updates = 30,
        ValidateEvery = 10,
    };

    [Fact]
    public void The_same_seed_gives_the_same_weights_on_any_number_of_threads()
    {
        TrainingState one = Train(s_options, threads: 1);
        foreach (int threads in new[] { 2, 3, 5 })
        {
            TrainingState several = Train(s_options, threads);
            Assert.Equal(one.Parameters, several.Parameters);
            Assert.Equal(one.BestParameters, several.BestParameters);
            Assert.Equal(one.History, several.History);
        }
        Assert.NotEqual(one.Parameters, Train(s_options with { Seed = 2 }, threads: 1).Parameters);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(23)]
    public void A_training_that_was_stopped_goes_on_as_if_it_had_not_been(int stopAt)
    {
        using TemporaryFolder folder = new();
        string path = folder.File("checkpoint.npz");
        using CancellationTokenSource stop = new();
        using (TrainingRun first = new(s_data, s_options, threads: 2, KernelChoice.Best))
        {
            TrainingState? before = null; // in the midst of it, before the validation that stopping makes
            first.Run(null, progress => before ??= progress.Update == stopAt ? first.Snapshot() : null, stop.Token);
            using FileStream file = File.Create(path);
            Checkpoint.Write(before!, file);
        }
        TrainingState read = Checkpoint.Read(path);
        Assert.Equal(s_options, read.Options);
        using TrainingRun second = new(s_data, read.Options, threads: 1, KernelChoice.Best);
        second.Restore(read);
        Assert.Equal(TrainingEnd.Finished, second.Run(null, _ => { }, CancellationToken.None));
        TrainingState whole = Train(s_options, threads: 1);
        Assert.Equal(whole.Parameters, second.Snapshot().Parameters);
        Assert.Equal(whole.GradientSquare, second.Snapshot().GradientSquare);
        Assert.Equal(whole.BestParameters, second.Snapshot().BestParameters);
        Assert.Equal(whole.History, second.Snapshot().History);
    }

    /// <summary>The surprise of an untrained network is near 25 bits here, and playing is made of few movements.</summary>
    [Theory]
    [InlineData(false, true, 21)]
    [InlineData(true, true, 21)]
    [InlineData(false, false, 28)] // where controls stand takes longer to learn
    public void What_it_learns_is_what_the_model_file_plays(bool logTime, bool residual, double limit)
    {
        TrainingOptions options = s_options with
        {
            Updates = 200,
            ValidateEvery = 50,
            Coding = logTime ? EventCoding.OfLogTime(residual) : EventCoding.OfLinearTime(residual),
        };
        using TrainingRun trainer = new(s_data, options, threads: 2, KernelChoice.Best);
        trainer.Run(null, _ => { }, CancellationToken.None);
        Assert.InRange(trainer.Best!.Value.Bits, 5, limit);

        ModelMetadata metadata = Metadata(options);
        MdrnnWeights weights = trainer.BestWeights();
        using MemoryStream stream = new();
        OnnxModelWriter.Write(weights, metadata, Quantization.None, stream);
        using MdrnnModel model = MdrnnModel.Load(stream.ToArray(), "trained", seed: 1);
        TakeScore score = TakeScore.Total("all", [.. new TakeScorer(model).ScoreAll(s_data.Validation)]);
        // The file's surprise is in double precision and through ONNX Runtime; measured 1e-5.
        Assert.InRange(score.BitsPerEvent - trainer.Best!.Value.Bits, -1e-3, 1e-3);
    }

    [Fact]
    public void The_best_weights_are_kept_and_not_the_last()
    {
        // So high a rate that bits go up and down, and the last are hardly the fewest.
        TrainingOptions options = s_options with
        {
            LearningRate = 0.5f,
            OneCycle = false,
            Updates = 60,
            ValidateEvery = 1,
        };
        using TrainingRun trainer = new(s_data, options, threads: 2, KernelChoice.Best);
        TrainingState? atBest = null;
        trainer.Run(
            null,
            progress => atBest = progress.Validation is HistoryPoint point && point == progress.Best
                ? trainer.Snapshot()
                : atBest,
            CancellationToken.None);
        TrainingState last = trainer.Snapshot();
        Assert.NotEqual(last.History[^1], trainer.Best!.Value);
        Assert.Equal(atBest!.Parameters, last.BestParameters);
        Assert.Equal(last.History.Min(point => point.Bits), trainer.Best!.Value.Bits);
    }

    [Fact]
    public void Stopping_ends_after_the_update_and_measures_what_was_learnt()
    {
        using CancellationTokenSource stop = new();
        using TrainingRun trainer = new(s_data, s_options, threads: 2, KernelChoice.Best);
        List<long> updates = [];
        TrainingEnd end = trainer.Run(
            null,
            progress =>
            {
                updates.Add(progress.Update);
                if (progress.Update == 4)
                    stop.Cancel();
            },
            stop.Token);
        Assert.Equal(TrainingEnd.Stopped, end);
        Assert.Equal([1, 2, 3, 4, 4], updates); // the last report is of the validation
        Assert.Equal([4], trainer.History.Select(point => point.Update));
    }

    [Fact]
    public void A_time_that_is_over_shortens_the_schedule_to_what_was_done()
    {
        using TrainingRun trainer = new(s_data, s_options, threads: 2, KernelChoice.Best);
        double progress = 0;
        TrainingEnd end = trainer.Run(TimeSpan.FromTicks(1), report => progress = report.Progress, default);
        Assert.Equal((TrainingEnd.OutOfTime, 1L, 1.0), (end, trainer.Update, progress));
    }

    [Fact]
    public void Patience_ends_a_training_that_no_longer_becomes_better()
    {
        TrainingOptions options = s_options with
        {
            LearningRate = 0.5f,
            OneCycle = false,
            Updates = 2000,
            ValidateEvery = 5,
            Patience = 3,
        };
        using TrainingRun trainer = new(s_data, options, threads: 2, KernelChoice.Best);
        Assert.Equal(TrainingEnd.NoLongerBetter, trainer.Run(null, _ => { }, CancellationToken.None));
        Assert.Equal(trainer.Best!.Value.Update + 15, trainer.Update);
    }

    [Fact]
    public void With_one_cycle_patience_waits_until_the_rate_falls()
    {
        TrainingOptions options = s_options with { Updates = 40, ValidateEvery = 1, Patience = 1, LearningRate = 1 };
        using TrainingRun trainer = new(s_data, options, threads: 2, KernelChoice.Best);
        trainer.Run(null, _ => { }, CancellationToken.None);
        Assert.InRange(trainer.Update, 25, 40); // 60 % of the schedule, and one validation in vain
    }

    [Fact]
    public void The_fast_kernels_train_as_the_plain_ones_do()
    {
        TrainingOptions options = s_options with { Updates = 4, ValidateEvery = 4, BatchSize = 8, BinsFrom = 0.5f };
        TrainingState fast = Train(options, threads: 1);
        TrainingState plain = Train(options, threads: 1, new PlainKernels());
        Assert.InRange(fast.History[0].Bits - plain.History[0].Bits, -1e-3, 1e-3); // measured 3e-5
        // Adam divides by the size of the gradient, so that one near zero may go either way: one step, of 1e-3 here.
        Assert.InRange(fast.Parameters.Zip(plain.Parameters, (f, p) => Math.Abs(f - p)).Max(), 0, 5e-3);
    }

    private static TrainingState Train(TrainingOptions options, int threads, IKernels? kernels = null)
    {
        using TrainingRun trainer = new(s_data, options, threads, kernels ?? KernelChoice.Best);
        trainer.Run(null, _ => { }, CancellationToken.None);
        return trainer.Snapshot();
    }

    private static ModelMetadata Metadata(TrainingOptions options) => new()
    {
        Dimension = 4,
        Layers = options.Layers,
        Units = options.Units,
        Mixtures = options.Mixtures,
        Residual = options.Coding.Residual,
        DtLog = options.Coding.LogTime,
        Start = [.. s_data.Values.Start],
    };
}
