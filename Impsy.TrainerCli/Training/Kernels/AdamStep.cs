namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>
/// The numbers of one step of AdamW (Loshchilov and Hutter), as PyTorch counts them: p -= lr decay p, then
/// p -= lr mean' / (sqrt(square') + epsilon), both averages corrected for having started at zero.
/// </summary>
/// <param name="GradientScale">Below 1 when the gradient is clipped.</param>
/// <param name="Decay">Of weights, decoupled; 0 for biases.</param>
/// <param name="MeanCorrection">1 - 0.9^n at step n, counted from 1.</param>
/// <param name="SquareCorrection">1 - 0.999^n.</param>
internal readonly record struct AdamStep(
    float LearningRate, float GradientScale, float Decay, float MeanCorrection, float SquareCorrection)
{
    public const float MeanRate = 0.1f;      // 1 - beta1
    public const float SquareRate = 0.001f;  // 1 - beta2
    public const float Epsilon = 1e-8f;
}
