namespace Impsy.Inference;

/// <summary>
/// Draws events from a head with a random source of its own. The same seed and the same heads give the same events,
/// whatever the temperatures: every draw takes the same count of random numbers. One thread; allocates nothing.
/// </summary>
public sealed class MixtureSampler
{
    private readonly Mixture _mixture;
    private readonly Random _random;
    private readonly float[] _normals; // (D), rounded up to pairs

    public MixtureSampler(ModelMetadata metadata, int seed)
    {
        _mixture = new Mixture(metadata);
        _random = new Random(seed);
        _normals = new float[(metadata.Dimension + 1) / 2 * 2];
    }

    /// <inheritdoc cref="Mixture.TrySample"/>
    public bool TrySample(
        ReadOnlySpan<float> head, ReadOnlySpan<float> current, in Temperatures temperatures, Span<float> next)
    {
        float uniform = (float)_random.NextDouble();
        for (int i = 0; i < _normals.Length; i += 2)
            (_normals[i], _normals[i + 1]) = NormalPair(_random);
        return _mixture.TrySample(head, current, temperatures, uniform, _normals, next);
    }

    /// <summary>Two independent standard normals (Box and Muller); at most 8.6 from zero.</summary>
    internal static (float First, float Second) NormalPair(Random random)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())); // 1 - x: never the logarithm of 0
        (double sin, double cos) = Math.SinCos(2 * Math.PI * random.NextDouble());
        return ((float)(radius * cos), (float)(radius * sin));
    }
}
