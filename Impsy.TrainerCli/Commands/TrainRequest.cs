using Impsy.TrainerCli.Training;

namespace Impsy.TrainerCli.Commands;

/// <summary>What impsy-trainer train was asked to do, in range and without contradiction.</summary>
internal sealed record TrainRequest
{
    public required string Source { get; init; }

    /// <summary>A folder.</summary>
    public required string Destination { get; init; }

    /// <summary>0 when a checkpoint says it.</summary>
    public required int Dimension { get; init; }

    /// <summary>Passes over the data, where updates are not given.</summary>
    public required int? Epochs { get; init; }

    /// <summary>Null when a checkpoint has them.</summary>
    public required TrainingOptions? Options { get; init; }

    public required ValidationRule Validation { get; init; }

    /// <summary>A checkpoint.</summary>
    public required string? Resume { get; init; }

    public required int Threads { get; init; }

    public required TimeSpan? TimeLimit { get; init; }

    public required string Title { get; init; }

    public required string Author { get; init; }
}
