namespace Impsy.TrainerCli.Evaluation;

/// <summary>One way to store a model's weights, and what it came to.</summary>
/// <param name="LossPercent">More bits per event than float32 needs; below 0 where it happens to need fewer.</param>
/// <param name="MicrosecondsPerStep">Of the network alone, on this machine.</param>
/// <param name="FileBytes">Of the model file.</param>
internal sealed record QuantizationTrial(
    string Name, bool FloatFirstLayer, TakeScore Score, double LossPercent, double MicrosecondsPerStep, long FileBytes);
