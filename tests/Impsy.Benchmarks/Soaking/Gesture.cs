using Impsy.Benchmarks.Predictions;
using Impsy.Inference.Performances;
using Impsy.TestSupport;

namespace Impsy.Benchmarks.Soaking;

/// <summary>A minute of somebody's playing.</summary>
/// <param name="Source">Whose, for the reader of a report.</param>
/// <param name="Rows">When, in seconds from 0, and (D-1) controls.</param>
internal sealed record Gesture(string Source, IReadOnlyList<(double At, float[] Controls)> Rows)
{
    public const double Seconds = 60;
    private const int Seed = 3;

    /// <summary>A row of the gesture played over and over.</summary>
    /// <param name="number">From 0, without end.</param>
    public (double Time, float[] Controls) At(long number)
    {
        (double at, float[] controls) = Rows[(int)(number % Rows.Count)];
        return (number / Rows.Count * Seconds + at, controls);
    }

    /// <summary>The densest minute of the human performances beside the checkout, else one made up.</summary>
    public static Gesture Load()
    {
        string folder = SharedData.Find("performances", "9d");
        if (!Directory.Exists(folder))
            return Generate();
        LogReading reading = LogReader.Read(folder, BenchmarkModels.Dimension, LogReadOptions.Default);
        return reading.Takes.Select(Densest).MaxBy(gesture => gesture.Rows.Count) ?? Generate();
    }

    /// <summary>Phrases of 4 s with two seconds of rest between them; always the same.</summary>
    public static Gesture Generate()
    {
        Random random = new(Seed);
        List<(double, float[])> rows = [];
        float[] controls = new float[BenchmarkModels.Dimension - 1];
        controls.AsSpan().Fill(0.5f);
        for (double at = 0; at < Seconds; at += at % 6 < 4 ? 0.01 + 0.06 * random.NextDouble() : 2)
        {
            ref float moved = ref controls[random.Next(controls.Length)];
            moved = Math.Clamp(moved + (random.NextSingle() - 0.5f) / 4, 0, 1);
            rows.Add((at, [.. controls]));
        }
        return new Gesture("a generated gesture", rows);
    }

    private static Gesture Densest(Take take)
    {
        double[] times = new double[take.RowCount];
        for (int row = 1; row < times.Length; row++)
            times[row] = times[row - 1] + take.Rows[row * take.Dimension];
        (int first, int count) = (0, 0);
        for (int from = 0, to = 0; to < times.Length; to++)
        {
            while (times[to] - times[from] > Seconds)
                from++;
            if (to - from + 1 > count)
                (first, count) = (from, to - from + 1);
        }
        return new Gesture(
            $"a minute of {take.Name}",
            [.. Enumerable.Range(first, count).Select(row => (times[row] - times[first], Controls(take, row)))]);
    }

    private static float[] Controls(Take take, int row) =>
        take.Rows.Slice(row * take.Dimension + 1, take.Dimension - 1).ToArray();
}
