using Impsy.Inference;
using Impsy.Inference.Performances;

namespace Impsy.TrainerCli.Report;

/// <summary>
/// A guess by habits alone: how often each time between events has occurred so far, and each step of each control,
/// whatever came before. It learns from every event right after it has guessed it, so it never knows what it is asked.
/// A model that needs more bits than this has learnt nothing of how one thing leads to another. One thread.
/// </summary>
/// <param name="dtMax">Seconds; longer pauses count as this.</param>
internal sealed class HabitGuess(int dimension, double dtMax)
{
    /// <summary>Of a seven-bit controller: the bins that <see cref="EventSurprise"/> scores are as wide.</summary>
    private const int Grid = 127;

    /// <summary>Times up to here, ms, are counted one by one; longer ones in bins of a tenth of them.</summary>
    private const int SingleTimes = 20;

    /// <summary>What has never occurred counts as half a time (Krichevsky and Trofimov).</summary>
    private const double Unseen = 0.5;

    private readonly int[] _timeEdges = MakeTimeEdges((int)Math.Round(1000 * dtMax) + 1); // ms, ascending
    private readonly double[] _times = new double[SingleTimes + 200];
    private readonly double[] _steps = new double[dimension * (2 * Grid + 1)]; // dt's are not used
    private long _events;

    /// <summary>What somebody needs who knows nothing at all: every time and every place of a control alike.</summary>
    public static double BlindBits(int dimension, double dtMax) =>
        (dimension - 1) * Math.Log2(Grid) + Math.Log2(1000 * dtMax);

    /// <returns>Bits for all events of the take but its first row.</returns>
    public double Score(Take take)
    {
        double bits = 0;
        for (int row = 1; row < take.RowCount; row++)
        {
            ReadOnlySpan<float> last = take.Rows.Slice((row - 1) * dimension, dimension);
            ReadOnlySpan<float> next = take.Rows.Slice(row * dimension, dimension);
            bits += Math.Min(TimeBits(next[0]) + StepBits(last, next), EventSurprise.MaximumBits);
            _events++;
        }
        return bits;
    }

    private double TimeBits(float dt)
    {
        int milliseconds = (int)Math.Round(1000 * Math.Clamp(dt, 0, dtMax));
        int found = Array.BinarySearch(_timeEdges, milliseconds);
        int bin = found >= 0 ? found : ~found - 1;
        int width = _timeEdges[bin + 1] - _timeEdges[bin];
        int bins = _timeEdges.Length - 1;
        return Cost(ref _times[bin], bins) + Math.Log2(width);
    }

    private double StepBits(ReadOnlySpan<float> last, ReadOnlySpan<float> next)
    {
        double bits = 0;
        for (int i = 1; i < dimension; i++)
        {
            int step = (int)Math.Round(Grid * (Math.Clamp(next[i], 0, 1) - Math.Clamp(last[i], 0, 1)));
            bits += Cost(ref _steps[i * (2 * Grid + 1) + Grid + step], 2 * Grid + 1);
        }
        return bits;
    }

    /// <summary>Bits of something that has so far occurred so often; now once more.</summary>
    private double Cost(ref double count, int alternatives)
    {
        double probability = (count + Unseen) / (_events + Unseen * alternatives);
        count++;
        return -Math.Log2(probability);
    }

    private static int[] MakeTimeEdges(int end)
    {
        List<int> edges = [0];
        while (edges[^1] < end)
            edges.Add(Math.Min(end, Math.Max(edges[^1] + 1, edges[^1] < SingleTimes ? 0 : (int)(1.1 * edges[^1]))));
        return [.. edges];
    }
}
