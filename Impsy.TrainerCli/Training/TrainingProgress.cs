namespace Impsy.TrainerCli.Training;

/// <summary>Where a training stands after an update.</summary>
/// <param name="Progress">0..1, of updates or of the time limit, whichever is further.</param>
/// <param name="Loss">Of this update, nats per event.</param>
/// <param name="Validation">When this update was followed by one.</param>
/// <param name="Elapsed">Since this run began.</param>
/// <param name="Remaining">Estimated from the pace of this run.</param>
internal readonly record struct TrainingProgress(
    long Update,
    long Updates,
    double Progress,
    double Loss,
    HistoryPoint? Validation,
    HistoryPoint? Best,
    TimeSpan Elapsed,
    TimeSpan Remaining);
