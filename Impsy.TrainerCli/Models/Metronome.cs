using Impsy.Inference;

namespace Impsy.TrainerCli.Models;

/// <summary>
/// A model that hears nothing and always says the same: the next event comes in exactly so many seconds, with every
/// control in the middle. For measuring what keeps time, and for showing that it does.
/// </summary>
public static class Metronome
{
    /// <summary>
    /// Scaled units. The mean lies this far above the period and is clipped to it by dt_max: deviations are never
    /// below 1e-7, so at sigmatemp 10 a sample lies up to 3e-6 off, and a mean of exactly the period would tremble.
    /// </summary>
    private const float Margin = 1e-5f;

    /// <summary>Its elu is exactly -1, which makes the deviation as small as it gets.</summary>
    private const float SmallestDeviation = -100;

    /// <param name="seconds">0.001..3600.</param>
    /// <param name="dimension">2..65.</param>
    public static (MdrnnWeights Weights, ModelMetadata Metadata) Make(float seconds, int dimension)
    {
        const int Units = 1;
        float[] start = new float[dimension];
        start.AsSpan(1).Fill(0.5f);
        ModelMetadata metadata = new()
        {
            Dimension = dimension,
            Layers = 1,
            Units = Units,
            Mixtures = 1,
            Grid = 128, // 0.5 lies on it
            DtMax = seconds,
            Start = [.. start],
        };
        float mean = metadata.Scale * seconds;
        float[] means = new float[dimension];
        means.AsSpan().Fill(metadata.Scale * 0.5f);
        means[0] = MathF.Max(mean + Margin, MathF.BitIncrement(mean)); // a long period swallows the margin
        float[] deviations = new float[dimension];
        deviations.AsSpan().Fill(SmallestDeviation);
        LstmWeights deaf = new(new float[4 * Units * dimension], new float[4 * Units * Units], new float[4 * Units]);
        MdrnnWeights weights = new(
            dimension,
            Units,
            1,
            [deaf],
            new LinearWeights(new float[dimension * Units], means),
            new LinearWeights(new float[dimension * Units], deviations),
            new LinearWeights(new float[Units], [0]));
        return (weights, metadata);
    }
}
