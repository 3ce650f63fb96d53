namespace Impsy.TrainerCli.Models;

/// <summary>One linear layer: output = kernel times input plus bias.</summary>
/// <param name="Kernel">(outputs, inputs).</param>
/// <param name="Bias">(outputs).</param>
public sealed record LinearWeights(float[] Kernel, float[] Bias);
