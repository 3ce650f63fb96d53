using Impsy.Inference;
using Impsy.Inference.Performances;

namespace Impsy.TrainerCli.Evaluation;

/// <summary>How a model played alone for long, or how a player did: what only shows after a while.</summary>
/// <param name="Seed">Of the model's playing.</param>
/// <param name="PrimedBy">The take whose beginning it heard first; null when it began from its own start.</param>
/// <param name="Playing">Over the whole time.</param>
/// <param name="LongestRest">Seconds in which no control moved.</param>
/// <param name="BusiestMinute">Events in the fullest minute.</param>
public sealed record LongRun(int Seed, string? PrimedBy, Playing Playing, double LongestRest, int BusiestMinute)
{
    /// <summary>Seconds: a minute without a movement is no rest any more.</summary>
    public const double LongestAllowedRest = 60;

    /// <summary>How many times more or less than the player is still like the player.</summary>
    public const double LikeFactor = 2;

    /// <summary>
    /// Lets a model play alone, several times, at its suggested temperatures. Every other run begins as an instrument
    /// does that was just switched on, the others after the beginning of a take.
    /// </summary>
    /// <param name="file">A whole model file.</param>
    /// <param name="name">For messages.</param>
    /// <param name="runs">Seeds, from 1.</param>
    /// <param name="seconds">Of the model's time.</param>
    public static IReadOnlyList<LongRun> OfModel(
        byte[] file, string name, IReadOnlyList<Take> takes, int runs, double seconds)
    {
        Take[] primes = [.. takes.Where(take => take.RowCount >= FreeRun.PrimeEvents)];
        if (primes.Length == 0)
            primes = [FreeRun.ChoosePrime(takes)];
        List<LongRun> results = [];
        for (int seed = 1; seed <= runs; seed++)
        {
            using MdrnnModel model = MdrnnModel.Load(file, name, seed);
            Take? prime = seed % 2 == 1 ? null : primes[(seed / 2 - 1) % primes.Length];
            Take played = FreeRun.Play(
                model, prime, FreeRun.PrimeEvents, model.Metadata.Suggested, (_, now) => now <= seconds);
            results.Add(Of([played], model.Metadata.DtMax, seed, prime?.Name));
        }
        return results;
    }

    /// <param name="dtMax">Seconds; longer pauses count as this.</param>
    public static LongRun OfPlayer(IReadOnlyList<Take> takes, double dtMax) => Of(takes, dtMax, seed: 0, null);

    /// <summary>Everything in which this is not like a player; empty when it is.</summary>
    /// <param name="player">Of <see cref="OfPlayer"/>.</param>
    public IReadOnlyList<string> Differences(LongRun player)
    {
        List<string> found = [];
        Compare("controls moved per event", Playing.MovedPerEvent, player.Playing.MovedPerEvent, "0.00");
        Compare("median time between, s", Playing.DtMedian, player.Playing.DtMedian, "0.0000");
        if (Playing.Alive < player.Playing.Alive)
            found.Add($"only {Playing.Alive} of {player.Playing.Alive} controls moved");
        if (LongestRest > LongestAllowedRest)
            found.Add(FormattableString.Invariant($"froze: nothing moved for {LongestRest:0} s"));
        if (BusiestMinute > LikeFactor * player.BusiestMinute)
            found.Add($"ran away: {BusiestMinute} events in a minute, the player at most {player.BusiestMinute}");
        return found;

        void Compare(string what, double ours, double theirs, string format)
        {
            if (ours >= theirs / LikeFactor && ours <= theirs * LikeFactor)
                return;
            System.Globalization.CultureInfo culture = System.Globalization.CultureInfo.InvariantCulture;
            found.Add($"{what}: {ours.ToString(format, culture)}, the player {theirs.ToString(format, culture)}");
        }
    }

    private static LongRun Of(IReadOnlyList<Take> takes, double dtMax, int seed, string? primedBy)
    {
        double rest = 0;
        int busiest = 0;
        foreach (Take take in takes)
        {
            double[] times = new double[take.RowCount]; // of each event, from the beginning of the take
            double moved = 0;
            int first = 1;
            for (int row = 1; row < take.RowCount; row++)
            {
                times[row] = times[row - 1] + Math.Min(take.Rows[row * take.Dimension], dtMax);
                while (times[row] - times[first] > 60)
                    first++;
                busiest = Math.Max(busiest, row - first + 1);
                rest = Math.Max(rest, times[row] - moved);
                if (Playing.Moves(take, row))
                    moved = times[row];
            }
        }
        return new LongRun(seed, primedBy, Playing.Of(takes, dtMax), rest, busiest);
    }
}
