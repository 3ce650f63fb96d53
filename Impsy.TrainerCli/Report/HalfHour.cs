using Impsy.Inference;
using Impsy.Inference.Performances;
using Impsy.TrainerCli.Evaluation;

namespace Impsy.TrainerCli.Report;

/// <summary>Half an hour of a model alone, in several runs with other chance: what only shows after a while.</summary>
/// <param name="Takes">What was played, one for each run.</param>
/// <param name="Model">Its figures over all runs.</param>
/// <param name="Player">Those of the player.</param>
internal sealed record HalfHour(IReadOnlyList<Take> Takes, LongRun Model, LongRun Player)
{
    public const int Runs = 6;
    public const int SecondsPerRun = 300;

    public bool Froze => Model.LongestRest > LongRun.LongestAllowedRest;

    /// <summary>Events, to be still like the player.</summary>
    public int MostInAMinute => (int)(LongRun.LikeFactor * Player.BusiestMinute);

    public bool RanAway => Model.BusiestMinute > MostInAMinute;

    /// <summary>
    /// Every other run begins as an instrument does that was just switched on, the others after the beginning of a
    /// take.
    /// </summary>
    /// <param name="file">A whole model file.</param>
    /// <param name="name">For messages.</param>
    /// <param name="takes">Of the player; at least one.</param>
    /// <exception cref="ModelException">The file is no model that can be played.</exception>
    public static HalfHour Of(byte[] file, string name, ModelMetadata metadata, IReadOnlyList<Take> takes)
    {
        double dtMax = metadata.DtMax;
        LongRun player = LongRun.OfPlayer(takes, dtMax);
        Take[] primes = [.. takes.Where(take => take.RowCount >= FreeRun.PrimeEvents)];
        if (primes.Length == 0)
            primes = [FreeRun.ChoosePrime(takes)];
        // Whoever plays twice as much as this has run away long since, and need not be listened to for half an hour.
        int most = (int)Math.Min(1e6, 1000 + 4.0 * player.BusiestMinute * SecondsPerRun / 60);
        List<Take> played = [];
        for (int run = 0; run < Runs; run++)
        {
            using MdrnnModel model = MdrnnModel.Load(file, name, seed: 1 + run);
            Take? prime = run % 2 == 0 ? null : primes[run / 2 % primes.Length];
            played.Add(FreeRun.Play(
                model, prime, FreeRun.PrimeEvents, metadata.Suggested,
                (count, now) => now <= SecondsPerRun && count <= most));
        }
        return new HalfHour(played, LongRun.OfPlayer(played, dtMax), player);
    }
}
