using Impsy.Inference;

namespace Impsy.Daemon.Tests.Engine;

internal static class TestModels
{
    /// <summary>Start at 0.5 everywhere, dt up to 5 s, temperatures 1.</summary>
    public static ModelMetadata Metadata(int dimension)
    {
        float[] start = new float[dimension];
        start.AsSpan(1).Fill(0.5f);
        return new ModelMetadata { Dimension = dimension, Layers = 0, Units = 0, Mixtures = 0, Start = [.. start] };
    }
}
