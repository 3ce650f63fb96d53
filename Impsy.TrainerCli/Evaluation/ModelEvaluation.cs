using Impsy.Inference;
using Impsy.Inference.Performances;

namespace Impsy.TrainerCli.Evaluation;

/// <summary>How good a model is: its surprise at what people played, and how it plays alone.</summary>
/// <param name="Takes">A score for each.</param>
/// <param name="Total">Over all of them.</param>
/// <param name="Human">How the takes are played.</param>
/// <param name="Model">
/// How the model plays at its suggested temperatures, after it has heard the beginning of a take.
/// </param>
/// <param name="PrimedBy">That take's name.</param>
/// <param name="PrimedWith">Events of it.</param>
public sealed record ModelEvaluation(
    IReadOnlyList<TakeScore> Takes,
    TakeScore Total,
    Playing Human,
    Playing Model,
    string PrimedBy,
    int PrimedWith)
{
    /// <param name="file">A whole model file.</param>
    /// <param name="name">For messages.</param>
    /// <param name="takes">At least one, all of the model's dimension.</param>
    /// <param name="events">How many the model plays alone.</param>
    /// <param name="seed">Of the playing alone.</param>
    /// <exception cref="ModelException">The file is no model that can be played.</exception>
    public static ModelEvaluation Of(byte[] file, string name, IReadOnlyList<Take> takes, int events, int seed)
    {
        using MdrnnModel model = MdrnnModel.Load(file, name, seed);
        IReadOnlyList<TakeScore> scores = new TakeScorer(model).ScoreAll(takes);
        Take prime = FreeRun.ChoosePrime(takes);
        Take played = FreeRun.Play(
            model, prime, FreeRun.PrimeEvents, model.Metadata.Suggested, (count, _) => count <= events);
        return new ModelEvaluation(
            scores,
            TakeScore.Total("all", [.. scores]),
            Playing.Of(takes, model.Metadata.DtMax),
            Playing.Of([played], model.Metadata.DtMax),
            prime.Name,
            Math.Min(prime.RowCount, FreeRun.PrimeEvents));
    }
}
