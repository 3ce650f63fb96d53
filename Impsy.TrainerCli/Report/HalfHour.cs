using Impsy.Inference;
using Impsy.Inference.Performances;
using Impsy.TrainerCli.Evaluation;

namespace Impsy.TrainerCli.Report;

/// <summary>Half an hour of a model alone, in several runs with other chance: what only shows after a while.</summary>
/// <param name="Takes">What was played, one for each run.</param>
/// <param name="Playing">Over all runs.</param>
/// <param name="LongestRest">Seconds in which no control moved.</param>
/// <param name="BusiestMinute">Events in the fullest minute.</param>
/// <param name="PlayersRest">The same of the player.</param>
/// <param name="PlayersMinute">The same of the player.</param>
internal sealed record HalfHour(
    IReadOnlyList<Take> Takes,
    Playing Playing,
    double LongestRest,
    int BusiestMinute,
    double PlayersRest,
    int PlayersMinute)
{
    public const int Runs = 6;
    public const int SecondsPerRun = 300;

    /// <summary>Seconds: a minute without a movement is no rest any more.</summary>
    public const double LongestAllowedRest = 60;

    /// <summary>How many times as many events as the player's in a minute are still like the player.</summary>
    public const int AllowedFullness = 2;

    private const double Minute = 60;

    /// <summary>Half a step of a seven-bit controller: less is no movement that anybody hears.</summary>
    private const float LeastMove = 1f / 254;

    public bool Froze => LongestRest > LongestAllowedRest;

    public bool RanAway => BusiestMinute > AllowedFullness * PlayersMinute;

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
        (double playersRest, int playersMinute) = Measure(takes, dtMax);
        Take[] primes = [.. takes.Where(take => take.RowCount >= FreeRun.PrimeEvents)];
        if (primes.Length == 0)
            primes = [FreeRun.ChoosePrime(takes)];
        // Whoever plays twice as much as this has run away long since, and need not be listened to for half an hour.
        int most = (int)Math.Min(1e6, 1000 + 4.0 * playersMinute * SecondsPerRun / Minute);
        List<Take> played = [];
        for (int run = 0; run < Runs; run++)
        {
            using MdrnnModel model = MdrnnModel.Load(file, name, seed: 1 + run);
            Take? prime = run % 2 == 0 ? null : primes[run / 2 % primes.Length];
            played.Add(FreeRun.Play(
                model, prime, FreeRun.PrimeEvents, metadata.Suggested,
                (count, now) => now <= SecondsPerRun && count <= most));
        }
        (double rest, int minute) = Measure(played, dtMax);
        return new HalfHour(played, Playing.Of(played, dtMax), rest, minute, playersRest, playersMinute);
    }

    private static (double LongestRest, int BusiestMinute) Measure(IReadOnlyList<Take> takes, double dtMax)
    {
        double rest = 0;
        int busiest = 0;
        foreach (Take take in takes)
        {
            Queue<double> minute = []; // when the events of the last minute came, from the beginning of the take
            double now = 0;
            double moved = 0;
            for (int row = 1; row < take.RowCount; row++)
            {
                now += Math.Min(take.Rows[row * take.Dimension], dtMax);
                minute.Enqueue(now);
                while (now - minute.Peek() > Minute)
                    minute.Dequeue();
                busiest = Math.Max(busiest, minute.Count);
                rest = Math.Max(rest, now - moved);
                if (HasMoved(take, row))
                    moved = now;
            }
        }
        return (rest, busiest);
    }

    private static bool HasMoved(Take take, int row)
    {
        int d = take.Dimension;
        ReadOnlySpan<float> both = take.Rows.Slice((row - 1) * d, 2 * d);
        for (int i = 1; i < d; i++)
        {
            if (MathF.Abs(both[d + i] - both[i]) > LeastMove)
                return true;
        }
        return false;
    }
}
