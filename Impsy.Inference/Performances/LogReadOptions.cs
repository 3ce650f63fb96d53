namespace Impsy.Inference.Performances;

/// <summary>What of a log becomes takes.</summary>
public sealed record LogReadOptions
{
    public static readonly LogReadOptions Default = new();

    /// <summary>Whether the model's rows are events too. Without them a model learns from players only.</summary>
    public bool Predictions { get; init; }

    /// <summary>
    /// Seconds, above 0. A longer time between two rows ends the take, and the row after it opens another. By default
    /// nothing is split.
    /// </summary>
    public double GapSeconds { get; init; } = double.PositiveInfinity;
}
