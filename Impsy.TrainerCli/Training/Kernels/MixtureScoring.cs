namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>How rows of a head are scored.</summary>
/// <param name="UseBins">The probability of the bin that was played; else the density at a value.</param>
/// <param name="ControlHalf">Half the width of the bin of a control, scaled.</param>
/// <param name="Floor">Added to every deviation, scaled.</param>
/// <param name="LeastLog">
/// Nats: a row that is held for less likely counts as this and teaches nothing, so that one freak event cannot throw
/// the weights about.
/// </param>
/// <param name="GradientScale">
/// What a row's loss is multiplied by before the gradient, besides its weight; 0: no gradient, the head stays as it is.
/// </param>
internal readonly record struct MixtureScoring(
    bool UseBins, float ControlHalf, float Floor, float LeastLog, float GradientScale);
