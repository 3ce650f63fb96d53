using Impsy.Inference;
using Impsy.Inference.Performances;
using Impsy.TrainerCli.Evaluation;
using Impsy.TrainerCli.Training;

namespace Impsy.TrainerCli.Report;

/// <summary>Everything that a report shows. Immutable.</summary>
internal sealed record ModelReport
{
    /// <summary>Without folder.</summary>
    public required string FileName { get; init; }

    public required long FileBytes { get; init; }

    public required ModelMetadata Metadata { get; init; }

    /// <summary>As impsy-trainer evaluate has it.</summary>
    public required ModelEvaluation Evaluation { get; init; }

    /// <summary>The takes that were evaluated.</summary>
    public required IReadOnlyList<Take> Measured { get; init; }

    /// <summary>Whether it is known that the model did not learn from them.</summary>
    public required bool IsKeptBack { get; init; }

    /// <summary>Bits per event of a guess by habits, on the same events.</summary>
    public required double HabitBits { get; init; }

    /// <summary>(D-1) bits per event of each control by itself.</summary>
    public required IReadOnlyList<double> ControlBits { get; init; }

    /// <summary>The first of those measured: enough for <see cref="ControlBits"/>.</summary>
    public required long ControlEvents { get; init; }

    public required HalfHour HalfHour { get; init; }

    /// <summary>The 3000 events or so that the evaluation speaks of.</summary>
    public required Take Played { get; init; }

    /// <summary>What <see cref="Played"/> goes on from.</summary>
    public required Take Prime { get; init; }

    /// <summary>Float32 first; none where 8-bit weights were not measured.</summary>
    public IReadOnlyList<QuantizationTrial> Trials { get; init; } = [];

    /// <summary>The one that became a model file; null when none was good enough.</summary>
    public QuantizationTrial? ChosenTrial { get; init; }

    /// <summary>In the order of the source.</summary>
    public required IReadOnlyList<(Take Take, TakeRole Role)> Takes { get; init; }

    /// <summary>Of the training; empty where it is not known.</summary>
    public IReadOnlyList<HistoryPoint> History { get; init; } = [];

    /// <summary>The update at which its loss changed its unit; null when it did not.</summary>
    public double? LossTurn { get; init; }

    /// <summary>The options of the training; null where they are not known.</summary>
    public TrainingOptions? Options { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime Created { get; init; }

    /// <summary>What somebody needs who knows nothing at all.</summary>
    public double BlindBits => HabitGuess.BlindBits(Metadata.Dimension, Metadata.DtMax);

    public IReadOnlyList<PlayingCheck> Checks => PlayingCheck.All(this);

    /// <summary>What people call it.</summary>
    public string Title => Metadata.Title.Length == 0 ? FileName : Metadata.Title;
}
