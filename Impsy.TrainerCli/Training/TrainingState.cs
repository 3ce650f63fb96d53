namespace Impsy.TrainerCli.Training;

/// <summary>
/// A training between two updates, whole: continued from here it learns, bit for bit, what it would have learnt
/// without the interruption.
/// </summary>
internal sealed record TrainingState
{
    public required TrainingOptions Options { get; init; }

    public required int Dimension { get; init; }

    /// <summary>Of the data, see <see cref="TrainingData.Fingerprint"/>.</summary>
    public required long Fingerprint { get; init; }

    public required long Update { get; init; }

    public required long Skipped { get; init; }

    /// <summary>0..1 of the schedule; ahead of the updates after a time limit.</summary>
    public required double Progress { get; init; }

    /// <summary>The place in the order of windows.</summary>
    public required long Pass { get; init; }

    public required int Position { get; init; }

    /// <summary>Since the last validation.</summary>
    public required double LossSum { get; init; }

    public required long LossCount { get; init; }

    public required IReadOnlyList<HistoryPoint> History { get; init; }

    /// <summary>(Count) packed.</summary>
    public required float[] Parameters { get; init; }

    public required float[] GradientMean { get; init; }

    public required float[] GradientSquare { get; init; }

    /// <summary>The parameters with the fewest bits so far; empty before the first validation.</summary>
    public required float[] BestParameters { get; init; }

    public HistoryPoint? Best => History.Count == 0 ? null : History.MinBy(point => point.Bits);
}
