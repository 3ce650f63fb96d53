namespace Impsy.TrainerCli.Training;

/// <summary>One validation.</summary>
/// <param name="Update">After how many.</param>
/// <param name="Loss">
/// Mean over the updates since the last validation, nats per event of training. It steps where bins take the place
/// of densities, which are another unit.
/// </param>
/// <param name="Bits">Per event kept back.</param>
internal readonly record struct HistoryPoint(long Update, double Loss, double Bits);
