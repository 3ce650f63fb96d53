namespace Impsy.TrainerCli.Training;

/// <summary>
/// One cycle (Smith), as PyTorch's OneCycleLR with cosines has it: up from a 25th of the peak over the first 30 % of
/// the training, then down to a ten-thousandth of where it began.
/// </summary>
internal static class LearningRateSchedule
{
    private const double WarmUp = 0.3;
    private const double StartDivisor = 25;
    private const double EndDivisor = 1e4;

    /// <param name="progress">0..1.</param>
    public static double OneCycle(double peak, double progress)
    {
        double start = peak / StartDivisor;
        return progress < WarmUp
            ? Between(start, peak, progress / WarmUp)
            : Between(peak, start / EndDivisor, (progress - WarmUp) / (1 - WarmUp));
    }

    private static double Between(double from, double to, double share) =>
        to + (from - to) * 0.5 * (1 + Math.Cos(Math.PI * share));
}
