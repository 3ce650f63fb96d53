using Impsy.Inference;
using Impsy.Inference.Performances;
using Impsy.TrainerCli.Evaluation;

namespace Impsy.TrainerCli.Tests.Evaluation;

public sealed class TakeScorerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // PyTorch computes in float32; measured 5e-6 of each other.
    [Fact]
    public void Bits_and_density_of_the_golden_gesture_are_those_of_PyTorch()
    {
        using MdrnnModel model = MdrnnModel.Load(GoldenGesture.Export(_folder), seed: 1);
        using Impsy.Inference.Numpy.NpzFile golden =
            new(Impsy.TestSupport.Repository.Vector("bootstrap", "mdrnn-9d-s-residual-golden.npz"));
        TakeScore score = new TakeScorer(model).Score(
            new Take("golden", 9, golden.Read("events").ToSingles(), hasOpening: false));
        Assert.Equal(199, score.Events);
        Assert.Equal(GoldenGesture.Read("bits").Average(), score.BitsPerEvent, 1e-3);
        Assert.Equal(-GoldenGesture.Read("log_prob_nats").Average(), score.NatsPerEvent, 1e-3);
        Assert.InRange(score.DtBitsPerEvent, 1, score.BitsPerEvent - 1);
        Assert.Equal(score.BitsPerEvent - score.DtBitsPerEvent, score.ControlBitsPerEvent, 1e-12);
    }

    [Fact]
    public void Takes_do_not_hear_each_other()
    {
        using MdrnnModel model = MdrnnModel.Load(GoldenGesture.Export(_folder), seed: 1);
        Take one = new("one", 9, [.. Enumerable.Range(0, 90).Select(i => i % 9 == 0 ? 0.02f : i % 7 / 7f)], false);
        TakeScorer scorer = new(model);
        TakeScore first = scorer.Score(one);
        Assert.Equal(9, first.Events);
        Assert.Equal(first, scorer.Score(one));
    }

    /// <summary>
    /// A metronome of one mixture: what it says is known, so its surprise needs no computing. It expects 0.3 s and 0.5
    /// with deviations of 1e-8, so what comes at its time is no surprise, and all else impossible.
    /// </summary>
    [Fact]
    public void Surprise_falls_into_when_and_what()
    {
        string path = _folder.File("m.onnx");
        Trainer.AssertDone("export", "--metronome", "0.3", "--dimension", "2", "--out", path);
        using MdrnnModel model = MdrnnModel.Load(path, seed: 1);
        TakeScorer scorer = new(model);
        Assert.Equal((0, 0), Score(0.3f, 0.5f));
        Assert.Equal((200, 200), Score(0.1f, 0.5f));
        Assert.Equal((200, 0), Score(0.3f, 0.7f));
        Assert.Equal((0, 0), Score(77, 0.5f)); // a pause counts as the longest time there is, here the period

        (double Bits, double DtBits) Score(float dt, float control)
        {
            TakeScore score = scorer.Score(new Take("t", 2, [0, 0.5f, dt, control], hasOpening: true));
            return (Math.Round(score.Bits, 6), Math.Round(score.DtBits, 6));
        }
    }

    /// <summary>The density over dt is per second whichever way the network counts, so both integrate to one.</summary>
    [Theory]
    [InlineData("linear")]
    [InlineData("log")]
    public void The_density_of_times_integrates_to_one(string dt)
    {
        string path = _folder.File("log.onnx");
        Models.MdrnnWeights weights = Import.ImportVectors.Network; // 3 values
        ModelMetadata metadata = new()
        {
            Dimension = 3,
            Layers = 2,
            Units = 2,
            Mixtures = 2,
            DtLog = dt == "log",
            DtMax = 1000,
            Start = [0, 0, 0],
        };
        using (FileStream file = File.Create(path))
            Onnx.OnnxModelWriter.Write(weights, metadata, Quantization.None, file);
        using MdrnnModel model = MdrnnModel.Load(path, seed: 1);
        EventDensity density = new(model.Metadata);
        model.Step([0.1f, 0.5f, 0.5f]);
        double mass = 0;
        for (double x = -1.5; x < 1.5; x += 0.1)
        {
            for (double y = -1.5; y < 1.5; y += 0.1)
                mass += 0.1 * 0.1 * 100 * MassOverDt((float)x, (float)y);
        }
        Assert.Equal(1, mass, 0.01);

        double MassOverDt(float x, float y)
        {
            double sum = 0;
            if (dt == "log")
            {
                for (double u = -7; u < 6; u += 0.05) // ln of seconds, down to where all count as the shortest
                {
                    float[] next = [(float)Math.Exp(u), x, y];
                    sum += 0.05 * Math.Exp(u) * 10 * Math.Exp(density.Log(model.Head, model.Heard, next));
                }
                return sum;
            }
            for (double t = -1.5; t < 1.5; t += 0.05) // a Gaussian does not know that time only goes forward
                sum += 0.05 * 10 * Math.Exp(density.Log(model.Head, model.Heard, [(float)t, x, y]));
            return sum;
        }
    }
}
