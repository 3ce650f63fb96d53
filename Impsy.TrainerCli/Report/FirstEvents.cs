using Impsy.Inference.Performances;

namespace Impsy.TrainerCli.Report;

/// <summary>The beginning of a lot of playing: figures that cost much are taken on no more than they need.</summary>
internal static class FirstEvents
{
    /// <summary>
    /// Takes until there are enough events that follow another; the last of them is cut. All of them, as they are, when
    /// there are no more than that.
    /// </summary>
    public static IReadOnlyList<Take> Of(IReadOnlyList<Take> takes, int most)
    {
        List<Take> first = [];
        int left = most;
        foreach (Take take in takes)
        {
            if (left <= 0)
                break;
            first.Add(take.RowCount - 1 <= left ? take : take.Part(0, left + 1, take.HasOpening));
            left -= take.RowCount - 1;
        }
        return first;
    }
}
