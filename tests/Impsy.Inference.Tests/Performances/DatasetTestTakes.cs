using Impsy.Inference.Performances;
using Impsy.TestSupport;

namespace Impsy.Inference.Tests.Performances;

/// <summary>The takes of tests/vectors/datasets/make_datasets.py, and its lines.</summary>
internal static class DatasetTestTakes
{
    /// <summary>Lines without comments, cut at their bars.</summary>
    public static string[][] Lines(string file) =>
    [
        .. File.ReadLines(Repository.Vector("datasets", file))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(" | ")),
    ];

    /// <param name="lengths">"3 2", or "2 x 2500" for 2500 takes of two events.</param>
    public static Take[] Make(string lengths, string dimension)
    {
        string[] parts = lengths.Split(" x ");
        int[] counts = parts.Length == 2
            ? [.. Enumerable.Repeat(int.Parse(parts[0]), int.Parse(parts[1]))]
            : Array.ConvertAll(lengths.Split(' '), int.Parse);
        return [.. counts.Select((count, i) => Make(i, count, int.Parse(dimension)))];
    }

    private static Take Make(int index, int count, int dimension)
    {
        float[] rows = new float[count * dimension];
        for (int t = 0; t < count; t++)
        {
            rows[t * dimension] = (t % 7 + 1) / 64f;
            for (int c = 1; c < dimension; c++)
                rows[t * dimension + c] = (index + 3 * t + 5 * c) % 128 / 128f;
        }
        return new Take($"#{index + 1}", dimension, rows, hasOpening: false);
    }
}
