using Impsy.Inference;
using Impsy.Inference.Performances;

namespace Impsy.TrainerCli.Evaluation;

/// <summary>Lets a model play alone, after it has heard a player for a while.</summary>
internal static class FreeRun
{
    /// <summary>How much of a player a model hears first: enough that its state has settled.</summary>
    public const int PrimeEvents = 500;

    /// <summary>The first take that is long enough, or the longest.</summary>
    public static Take ChoosePrime(IReadOnlyList<Take> takes) =>
        takes.FirstOrDefault(take => take.RowCount >= PrimeEvents) ??
        takes.MaxBy(take => take.RowCount) ??
        throw new ArgumentException("no takes", nameof(takes));

    /// <summary>
    /// Plays on from the first events of a take, or from the model's own start. What it plays it hears, on its grid.
    /// </summary>
    /// <param name="prime">Null: it starts from nothing.</param>
    /// <param name="mayPlay">
    /// Asked of each next event, with its number from 1 and the seconds at which it would come; false ends the run
    /// without it. The first is played in any case.
    /// </param>
    /// <returns>The event last heard as its opening, then what the model played. At least one event.</returns>
    public static Take Play(
        MdrnnModel model, Take? prime, int primeEvents, in Temperatures temperatures, Func<int, double, bool> mayPlay)
    {
        int d = model.Dimension;
        model.Reset();
        float[] current = [.. model.Metadata.Start];
        int primed = Math.Min(prime?.RowCount ?? 0, primeEvents);
        for (int row = 0; row < primed; row++)
        {
            prime!.Rows.Slice(row * d, d).CopyTo(current);
            if (row + 1 < primed)
                model.Step(current);
        }
        List<float> rows = [0, .. current.AsSpan(1)];
        float[] next = new float[d];
        double seconds = 0;
        for (int count = 1; ; count++)
        {
            model.Predict(current, temperatures, next);
            seconds += next[0];
            if (count > 1 && !mayPlay(count, seconds))
                break;
            rows.AddRange(next);
            next.CopyTo(current, 0);
        }
        return new Take("free run", d, [.. rows], hasOpening: true);
    }
}
