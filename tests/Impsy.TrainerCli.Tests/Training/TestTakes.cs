using Impsy.Inference.Performances;

namespace Impsy.TrainerCli.Tests.Training;

/// <summary>Made-up playing: knobs that one hand turns one after another, on a grid, in an uneven rhythm.</summary>
internal static class TestTakes
{
    public static Take Make(int seed, int rows, int dimension, int grid = 127)
    {
        Random random = new(seed);
        int[] positions = [.. Enumerable.Range(0, dimension).Select(_ => random.Next(grid + 1))];
        float[] values = new float[rows * dimension];
        int knob = 1;
        int step = 1;
        for (int row = 0; row < rows; row++)
        {
            bool turns = random.Next(20) == 0;
            if (turns)
                (knob, step) = (1 + random.Next(dimension - 1), random.Next(2) == 0 ? 1 : -1);
            positions[knob] = Math.Clamp(positions[knob] + step * random.Next(3), 0, grid);
            values[row * dimension] = row == 0 ? 0 : turns ? 0.3f : 0.01f + 0.01f * random.NextSingle();
            for (int d = 1; d < dimension; d++)
                values[row * dimension + d] = positions[d] / (float)grid;
        }
        return new Take($"take {seed}", dimension, values, hasOpening: true);
    }

    public static IReadOnlyList<Take> Make(int count, int dimension) =>
        [.. Enumerable.Range(0, count).Select(i => Make(i + 1, 150 + 40 * (i % 5), dimension))];

    /// <summary>Writes takes as the logs that the instrument would have written.</summary>
    public static void WriteLogs(IReadOnlyList<Take> takes, string folder)
    {
        Span<byte> line = stackalloc byte[LogLine.MaxLength];
        foreach ((int index, Take take) in takes.Index())
        {
            DateTime start = new(2024, 1, 1 + index, 12, 0, 0);
            string name = new LogFileName(start, take.Dimension).ToString();
            using FileStream file = File.Create(Path.Combine(folder, name));
            double microseconds = CivilTime.FromDateTime(start);
            for (int row = 0; row < take.RowCount; row++)
            {
                ReadOnlySpan<float> values = take.Rows.Slice(row * take.Dimension, take.Dimension);
                microseconds += values[0] * 1e6;
                Assert.True(LogLine.TryFormat(line, (long)microseconds, LogSource.Interface, values[1..], out int length));
                file.Write(line[..length]);
            }
        }
    }
}
