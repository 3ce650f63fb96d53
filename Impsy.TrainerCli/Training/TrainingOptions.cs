using System.Globalization;

namespace Impsy.TrainerCli.Training;

/// <summary>
/// Everything that decides what is learnt. With the same options, data and kind of registers, training gives the
/// same weights bit for bit, unless a time limit shortens it.
/// </summary>
internal sealed record TrainingOptions
{
    public required TrainingRecipe Recipe { get; init; }

    public required int Units { get; init; }

    public required int Layers { get; init; }

    public required int Mixtures { get; init; }

    /// <summary>Events that a window predicts.</summary>
    public int WindowLength { get; init; } = 50;

    /// <summary>Rows between the starts of the windows of one pass.</summary>
    public int Stride { get; init; } = 50;

    public int BatchSize { get; init; } = 64;

    public required long Updates { get; init; }

    /// <summary>At its peak.</summary>
    public required float LearningRate { get; init; }

    /// <summary>Whether the rate rises and falls in one cycle; else it stays.</summary>
    public bool OneCycle { get; init; } = true;

    /// <summary>Of the weights towards zero, per unit of learning rate; not of biases.</summary>
    public float WeightDecay { get; init; } = 0.1f;

    /// <summary>The longest gradient; 0: any.</summary>
    public float ClipNorm { get; init; } = 1;

    public float Dropout { get; init; } = 0.1f;

    /// <summary>Probability per window.</summary>
    public required float Permute { get; init; }

    /// <summary>Probability per window and control.</summary>
    public required float Shift { get; init; }

    /// <summary>
    /// Whether densities are learnt at random points of the bins that were played. At the values themselves, which
    /// repeat exactly, a density gains without limit by shrinking its deviations.
    /// </summary>
    public bool Dequantise { get; init; } = true;

    /// <summary>The share of the training after which the exact probability of the bin is learnt; 1: never.</summary>
    public float BinsFrom { get; init; } = 0.6f;

    /// <summary>Whether the components begin at different dt.</summary>
    public bool SpreadTime { get; init; } = true;

    /// <summary>Whether the recurrent kernels of the gates are orthogonal each; else all four together.</summary>
    public bool OrthogonalPerGate { get; init; } = true;

    public required EventCoding Coding { get; init; }

    public long Seed { get; init; } = 1;

    /// <summary>Updates between two validations.</summary>
    public required long ValidateEvery { get; init; }

    /// <summary>
    /// Validations without a better result, counted once the share BinsFrom (or half) is over, after which training
    /// stops; 0: never.
    /// </summary>
    public int Patience { get; init; }

    /// <summary>Per event: up to here the figures are those of four, above those of nine.</summary>
    private const int FewValues = 5;

    /// <summary>Passes that Python IMPSY trains for when nothing is said.</summary>
    public const int ImpsyEpochs = 100;

    /// <summary>One line for people.</summary>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Layers} x {Units} LSTM, {Mixtures} mixtures{(Coding.Residual ? ", residual" : "")}" +
        $"{(Coding.LogTime ? ", time as logarithm" : "")}: {Updates} updates of {BatchSize} windows of {WindowLength}, " +
        $"learning rate {LearningRate}, seed {Seed}");

    /// <summary>
    /// The recipe that was found on the performances published with Python IMPSY: docs/training.md has the figures.
    /// </summary>
    public static TrainingOptions Edge(int dimension, int units, int layers) => new()
    {
        Recipe = TrainingRecipe.Edge,
        Units = units,
        Layers = layers,
        Mixtures = 24,
        Updates = 12_000,
        LearningRate = EdgeLearningRate(dimension, units),
        // What each of many controls does is soon known by heart; of few, where they stand.
        Permute = dimension <= FewValues ? 0.2f : 0.6f,
        Shift = dimension <= FewValues ? 0.5f : 0.3f,
        Coding = EventCoding.OfLogTime(residual: true),
        ValidateEvery = 200,
        Patience = 0,
    };

    /// <summary>Windows at every event, constant Adam, absolute means, densities at the values: 5 components.</summary>
    public static TrainingOptions Impsy(int units, int layers) => new()
    {
        Recipe = TrainingRecipe.Impsy,
        Units = units,
        Layers = layers,
        Mixtures = 5,
        Stride = 1,
        Updates = 0,
        LearningRate = 1e-3f,
        OneCycle = false,
        WeightDecay = 0,
        ClipNorm = 0,
        Dropout = 0,
        Permute = 0,
        Shift = 0,
        Dequantise = false,
        BinsFrom = 1,
        SpreadTime = false,
        OrthogonalPerGate = false,
        Coding = new EventCoding(LogTime: false, Residual: false, TimeGain: 1),
        ValidateEvery = 0,
        Patience = 10,
    };

    /// <summary>Best on the public split for 9 and 4 values and sizes s and m; wider networks want smaller steps.</summary>
    private static float EdgeLearningRate(int dimension, int units)
    {
        float small = dimension <= FewValues ? 3e-2f : 2e-2f;
        return units <= 64 ? small : 2e-2f * 64 / units;
    }
}
