namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>What the head should have said, for some rows of it. Scaled units; of residual models, offsets.</summary>
internal readonly ref struct MixtureTargets
{
    /// <summary>(rows, D). With bins: their middles.</summary>
    public required ReadOnlySpan<float> Values { get; init; }

    /// <summary>(rows) half the width of the bin of dt; not read for densities.</summary>
    public required ReadOnlySpan<float> DtHalves { get; init; }

    /// <summary>(rows) how much a row counts; 0: not at all, and its values may be anything.</summary>
    public required ReadOnlySpan<float> Weights { get; init; }
}
