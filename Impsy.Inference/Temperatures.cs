namespace Impsy.Inference;

/// <summary>How adventurous a sample is. Zero, and anything that is no number above zero, means: none at all.</summary>
/// <param name="Sigma">
/// 0..10; multiplies the variance (not the deviation) of the chosen component. 0: its mean.
/// </param>
/// <param name="Pi">0..10; divides the logits of the components. Below 1 favours the likeliest. 0: always that.</param>
public readonly record struct Temperatures(float Sigma, float Pi);
