using System.Globalization;
using Impsy.Inference.Numpy;
using Impsy.Inference.Performances;
using Impsy.TestSupport;
using Impsy.TrainerCli.Models;
using Impsy.TrainerCli.Training;
using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Tests.Training;

public class GradientTests
{
    private const int Steps = 5;
    private const int Sequences = 2;

    private static readonly string[] s_tensorNames =
    [
        "lstm0.kernel", "lstm0.recurrent", "lstm0.bias", "lstm1.kernel", "lstm1.recurrent", "lstm1.bias",
        "head.mu.kernel", "head.mu.bias", "head.sigma.kernel", "head.sigma.bias", "head.pi.kernel", "head.pi.bias",
    ];

    public static TheoryData<bool, bool, float, bool> Cases => new()
    {
        // bins, residual, dropout, dt as logarithm
        { false, false, 0, false },
        { false, true, 0.3f, false },
        { true, true, 0, false },
        { true, true, 0.3f, false },
        { false, true, 0, true },
        { true, true, 0.1f, true },
    };

    /// <summary>
    /// Every parameter of a small network against central differences in double precision; as a share of the length
    /// of its tensor's gradient. Measured 1.8e-6 at most, and 5e-8 of the loss.
    /// </summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void The_gradient_is_what_finite_differences_say(bool bins, bool residual, float dropout, bool logTime)
    {
        NetworkShape shape = new(dimension: 4, units: 5, layers: 2, mixtures: 3);
        EventCoding coding = new(logTime, residual, TimeGain: logTime ? 0.1f : 5);
        Network network = new(shape);
        new WeightInitializer(shape, seed: 3).Create(coding, spreadTime: true, perGate: true)
            .CopyTo(network.Parameters.Span);
        network.TransposeAll();
        ForwardPass forward = Fill(network, coding, bins, dropout);
        TrainingRandom random = new(1, RandomPurpose.Dropout, 0, 0);
        forward.Run(dropout, ref random);
        BackwardPass backward = new(network, KernelChoice.Best, forward);
        double loss = -backward.Run(Scoring(bins, gradientScale: 1));

        DoubleNetwork exact = new(PackedWeights.Unpack(shape, network.Parameters.Span));
        Assert.InRange(Math.Abs(Loss(exact, forward, bins) - loss) / Math.Abs(loss), 0, 1e-6);
        List<string> wrong = [];
        float[][] gradients = Tensors(PackedWeights.Unpack(shape, backward.Gradient.Span));
        for (int i = 0; i < gradients.Length; i++)
        {
            double[] differences = Differences(exact, exact.Tensors[i], forward, bins);
            double length = Math.Sqrt(differences.Sum(value => value * value));
            double off = Math.Sqrt(gradients[i].Zip(differences, (g, d) => (g - d) * (g - d)).Sum());
            if (!(off <= 1e-5 * length))
                wrong.Add($"tensor {i}: off by {off} of {length}");
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    /// <summary>
    /// PyTorch in float64 on a trained model (tests/vectors/training/make_gradient.py): loss, length of each
    /// tensor's gradient, and single values as a share of that length. Measured 5e-6 of the length and 2e-7.
    /// </summary>
    [Theory]
    [InlineData(false, "density")]
    [InlineData(true, "bins")]
    public void Loss_and_gradient_of_the_trained_model_are_those_of_PyTorch(bool bins, string kind)
    {
        EventCoding coding = new(LogTime: false, Residual: true, TimeGain: 1);
        string weightsPath = Repository.Vector("bootstrap", "mdrnn-9d-s-residual-weights.npz");
        Network network = Load(MdrnnWeights.Load(weightsPath));
        using NpzFile golden = new(Repository.Vector("bootstrap", "mdrnn-9d-s-residual-golden.npz"));
        Take gesture = new("golden", 9, golden.Read("events").ToSingles(), hasOpening: false);
        Batch batch = new(network.Shape, 8, 50);
        SequenceWriter writer = new(Options(coding), 9, gridStep: 0);
        for (int step = 0; step < 50; step++)
        {
            Write(writer, batch, batch.Row(step, 0), gesture, step);
            Write(writer, batch, batch.Row(step, 1), gesture, 100 + step);
        }
        ForwardPass forward = new(network, KernelChoice.Best, batch, withDropout: false);
        TrainingRandom unused = default;
        forward.Run(0, ref unused);
        BackwardPass backward = new(network, KernelChoice.Best, forward);
        double loss = -backward.Run(Scoring(bins, gradientScale: 0.01f)) / 100;

        Dictionary<string, (double Length, double[] Sample)> expected = ReadGradient(kind);
        Assert.InRange(Math.Abs(loss / expected["loss"].Length - 1), 0, 1e-5);
        float[][] gradients = Tensors(PackedWeights.Unpack(network.Shape, backward.Gradient.Span));
        List<string> wrong = [];
        foreach ((float[] gradient, string name) in gradients.Zip(s_tensorNames))
        {
            (double length, double[] sample) = expected[name];
            double ours = Math.Sqrt(gradient.Sum(value => (double)value * value));
            double worst = sample.Select((value, i) => Math.Abs(gradient[211 * i] - value)).Max() / length;
            if (!(Math.Abs(ours / length - 1) < 1e-5 && worst < 1e-6))
                wrong.Add($"{name}: length {ours} for {length}, values off by {worst}");
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void The_surprise_of_the_trained_model_is_that_of_PyTorch()
    {
        Network network = Load(
            MdrnnWeights.Load(Repository.Vector("bootstrap", "mdrnn-9d-s-residual-weights.npz")));
        using NpzFile golden = new(Repository.Vector("bootstrap", "mdrnn-9d-s-residual-golden.npz"));
        Take gesture = new("golden", 9, golden.Read("events").ToSingles(), hasOpening: false);
        using WorkerTeam team = new(1);
        TrainingOptions options = Options(new EventCoding(LogTime: false, Residual: true, TimeGain: 1));
        double bits = new Validator([gesture], options, network, KernelChoice.Best, team).Measure();
        // float32 sums through a recurrence of 199 steps; measured 1e-6.
        Assert.InRange(bits - golden.Read("bits").ToDoubles().Average(), -1e-4, 1e-4);
    }

    private static Network Load(MdrnnWeights weights)
    {
        NetworkShape shape = new(weights.Dimension, weights.Units, weights.Layers.Count, weights.Mixtures);
        Network network = new(shape);
        PackedWeights.Pack(shape, weights).CopyTo(network.Parameters.Span);
        network.TransposeAll();
        return network;
    }

    private static TrainingOptions Options(EventCoding coding) =>
        TrainingOptions.Edge(dimension: 9, units: 64, layers: 2) with { Coding = coding };

    private static void Write(SequenceWriter writer, Batch batch, int row, Take take, int index)
    {
        int d = take.Dimension;
        writer.WriteEvent(batch, row, take.Rows.Slice(index * d, d), take.Rows.Slice((index + 1) * d, d));
        if (batch.DtHalves[row] == 0)
            throw new InvalidOperationException("a bin has a width");
    }

    private static MixtureScoring Scoring(bool bins, float gradientScale) =>
        new(bins, EventCoding.HalfControl, Floor: 0, LeastLog: -300, gradientScale);

    private static ForwardPass Fill(Network network, EventCoding coding, bool bins, float dropout)
    {
        TrainingOptions options = Options(coding) with { WindowLength = Steps, Permute = 0.5f, Shift = 0.5f };
        Batch batch = new(network.Shape, 8, Steps);
        SequenceWriter writer = new(options, network.Shape.Dimension, 1 / 127f);
        Take take = TestTakes.Make(seed: 5, rows: 60, network.Shape.Dimension);
        for (int sequence = 0; sequence < Sequences; sequence++)
        {
            TrainingRandom random = new(1, RandomPurpose.Sequence, 0, sequence);
            writer.WriteWindow(batch, sequence, new Window(take, 15 * sequence), bins, ref random);
        }
        return new ForwardPass(network, KernelChoice.Best, batch, withDropout: dropout > 0);
    }

    /// <summary>The definition's loss over what a batch holds.</summary>
    private static double Loss(DoubleNetwork exact, ForwardPass forward, bool bins)
    {
        Batch batch = forward.Batch;
        double sum = 0;
        for (int sequence = 0; sequence < Sequences; sequence++)
        {
            int[] rows = [.. Enumerable.Range(0, Steps).Select(step => batch.Row(step, sequence))];
            float[][][]? masks = forward.Tapes[0].Mask is null
                ? null
                : [.. forward.Tapes.Select(tape => rows.Select(row => tape.Mask!.Slice(row * 32, 32).ToArray()).ToArray())];
            sum -= exact.LogLikelihood(
                [.. rows.Select(row => Wide(batch.Input(row)))],
                [.. rows.Select(row => Wide(batch.Target(row)))],
                bins ? [.. rows.Select(row => (double)batch.DtHalves[row])] : null,
                EventCoding.HalfControl,
                masks);
        }
        return sum;
    }

    private static double[] Differences(DoubleNetwork exact, double[] tensor, ForwardPass forward, bool bins)
    {
        const double Step = 1e-5;
        double[] slopes = new double[tensor.Length];
        for (int i = 0; i < tensor.Length; i++)
        {
            double value = tensor[i];
            tensor[i] = value + Step;
            double above = Loss(exact, forward, bins);
            tensor[i] = value - Step;
            slopes[i] = (above - Loss(exact, forward, bins)) / (2 * Step);
            tensor[i] = value;
        }
        return slopes;
    }

    private static float[][] Tensors(MdrnnWeights weights) =>
    [
        .. weights.Layers.SelectMany(layer => new[] { layer.Kernel, layer.Recurrent, layer.Bias }),
        .. new[] { weights.Means, weights.Deviations, weights.Logits }
            .SelectMany(linear => new[] { linear.Kernel, linear.Bias }),
    ];

    private static Dictionary<string, (double Length, double[] Sample)> ReadGradient(string kind)
    {
        Dictionary<string, (double, double[])> gradient = [];
        foreach (string line in File.ReadLines(Repository.Vector("training", "gradient.txt")))
        {
            if (!line.StartsWith(kind + " ", StringComparison.Ordinal))
                continue;
            string[] parts = line[(kind.Length + 1)..].Split('|', StringSplitOptions.TrimEntries);
            double[] sample = [.. parts[2].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Number)];
            gradient[parts[0]] = (Number(parts[1]), sample);
        }
        return gradient;

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    private static double[] Wide(ReadOnlySpan<float> values)
    {
        double[] wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = values[i];
        return wide;
    }
}
