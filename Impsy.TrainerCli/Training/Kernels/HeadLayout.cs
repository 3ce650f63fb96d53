namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>
/// The columns of the head while it trains: means (D, M), deviation pre-activations (D, M), logits (M), each part
/// padded so that the next begins at a whole register, all together to whole panels. The components of one value lie
/// side by side, unlike in a model file, so that sums over values are sums of registers. What lies in the padding is
/// never looked at, and its gradient is zero.
/// </summary>
internal readonly record struct HeadLayout(int Dimension, int Mixtures)
{
    /// <summary>Floats of the widest register.</summary>
    public const int RegisterFloats = 16;

    /// <summary>The column of a mean, or of a deviation behind <see cref="Deviations"/>.</summary>
    public int Column(int component, int value) => value * Mixtures + component;

    /// <summary>Means, as many deviations.</summary>
    public int Values => Mixtures * Dimension;

    public int Deviations => RoundUp(Values, RegisterFloats);

    public int Logits => 2 * Deviations;

    public int Columns => RoundUp(Logits + RoundUp(Mixtures, RegisterFloats), Panels.Width);

    public static int RoundUp(int count, int multiple) => (count + multiple - 1) / multiple * multiple;
}
