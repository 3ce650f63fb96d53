using Impsy.Inference;
using Impsy.Inference.Performances;
using Impsy.TrainerCli.Commands;
using Impsy.TrainerCli.Evaluation;

namespace Impsy.TrainerCli.Report;

/// <summary>Takes those figures of a report that an evaluation does not have; seconds, for size s.</summary>
internal static class ReportMeasurement
{
    /// <summary>Enough to tell controls apart.</summary>
    private const int ControlEvents = 20_000;

    /// <param name="file">A whole model file.</param>
    /// <param name="path">Of it.</param>
    /// <param name="measured">The takes that were evaluated.</param>
    /// <param name="evaluation">Of this file, on these takes, with this seed.</param>
    /// <param name="learnt">
    /// What is known to be what it learnt from, and what habits are learnt from, too; without it they are learnt as
    /// the events go by.
    /// </param>
    /// <exception cref="ModelException">The file is no model that can be played.</exception>
    public static ModelReport Take(
        byte[] file,
        string path,
        IReadOnlyList<Take> measured,
        ModelEvaluation evaluation,
        int seed,
        IReadOnlyList<Take> learnt)
    {
        using MdrnnModel model = MdrnnModel.Load(file, path, seed);
        ModelMetadata metadata = model.Metadata;
        Take prime = FreeRun.ChoosePrime(measured);
        long playedEvents = evaluation.Model.Events;
        Take played = FreeRun.Play( // first, for it must draw what the evaluation drew
            model, prime, FreeRun.PrimeEvents, metadata.Suggested, (count, _) => count <= playedEvents);
        IReadOnlyList<Take> some = FirstEvents.Of(measured, ControlEvents);
        return new ModelReport
        {
            FileName = Path.GetFileName(path),
            FileBytes = file.Length,
            Metadata = metadata,
            Evaluation = evaluation,
            Measured = measured,
            IsKeptBack = learnt.Count != 0,
            HabitBits = HabitBits(metadata, measured, learnt),
            ControlBits = new ControlSurprise(metadata).Measure(model, some),
            ControlEvents = some.Sum(take => take.RowCount - 1L),
            HalfHour = HalfHour.Of(file, path, metadata, measured),
            Played = played,
            Prime = prime,
            Takes = [.. measured.Select(take => (take, TakeRole.Measured))],
            Created = CreationTime.Now,
        };
    }

    private static double HabitBits(ModelMetadata metadata, IReadOnlyList<Take> measured, IReadOnlyList<Take> learnt)
    {
        HabitGuess habits = new(metadata.Dimension, metadata.DtMax);
        foreach (Take take in learnt)
            habits.Score(take);
        return measured.Sum(habits.Score) / measured.Sum(take => take.RowCount - 1L);
    }
}
