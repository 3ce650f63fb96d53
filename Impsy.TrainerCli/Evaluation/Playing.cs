using Impsy.Inference.Performances;

namespace Impsy.TrainerCli.Evaluation;

/// <summary>How somebody plays, in the few figures that tell a player from a frozen or a runaway model.</summary>
/// <param name="Events">Looked at.</param>
/// <param name="MovedPerEvent">Controls that an event moves, on average.</param>
/// <param name="DtMedian">Seconds.</param>
/// <param name="EventsPerSecond">Over the whole time, pauses included.</param>
/// <param name="StepSize">How far a control moves when it moves, on average, of 0..1.</param>
/// <param name="Alive">Controls that moved at all.</param>
public sealed record Playing(
    long Events, double MovedPerEvent, double DtMedian, double EventsPerSecond, double StepSize, int Alive)
{
    /// <summary>Half a step of a seven-bit controller: less is no movement that anybody hears.</summary>
    private const float LeastMove = 1f / 254;

    /// <summary>Whether an event moved any control.</summary>
    /// <param name="row">From 1.</param>
    internal static bool Moves(Take take, int row)
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

    /// <param name="takes">Of one dimension. The first event of each only says where the controls stand.</param>
    /// <param name="dtMax">Seconds; longer pauses count as this.</param>
    public static Playing Of(IReadOnlyList<Take> takes, double dtMax)
    {
        List<float> times = [];
        long moves = 0;
        double seconds = 0, distance = 0;
        bool[] alive = new bool[takes.Count == 0 ? 0 : takes[0].Dimension];
        foreach (Take take in takes)
        {
            int d = take.Dimension;
            ReadOnlySpan<float> rows = take.Rows;
            for (int row = 1; row < take.RowCount; row++)
            {
                double dt = Math.Min(rows[row * d], dtMax);
                times.Add((float)dt);
                seconds += dt;
                for (int i = 1; i < d; i++)
                {
                    float step = MathF.Abs(rows[row * d + i] - rows[(row - 1) * d + i]);
                    if (step <= LeastMove)
                        continue;
                    moves++;
                    distance += step;
                    alive[i] = true;
                }
            }
        }
        times.Sort();
        return new Playing(
            times.Count,
            times.Count == 0 ? 0 : (double)moves / times.Count,
            times.Count == 0 ? 0 : times[times.Count / 2],
            seconds == 0 ? 0 : times.Count / seconds,
            moves == 0 ? 0 : distance / moves,
            alive.Count(moved => moved));
    }
}
