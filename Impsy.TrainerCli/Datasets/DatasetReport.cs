using System.Globalization;
using Impsy.Inference.Performances;

namespace Impsy.TrainerCli.Datasets;

/// <summary>What a person wants to know of takes before training on them.</summary>
internal static class DatasetReport
{
    /// <summary>Half a step of a seven-bit controller; less is no movement that anybody hears.</summary>
    private const float LeastMove = 1f / 254;

    /// <summary>More rows than this are not used: the first ones show what is wrong.</summary>
    private const int MostProblems = 20;

    public static void Write(LogReading reading, TextWriter output)
    {
        LogReport report = reading.Report;
        double seconds = reading.Takes.Sum(take => Seconds(take));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Events} events in {Count(report.Takes, "take")} out of {Count(report.Files, "log")}, " +
            $"{Duration(seconds)} of playing"));
        if (report.Gaps != 0)
            output.WriteLine($"{Count(report.Gaps, "pause")} cut out");
        if (report.RnnRows != 0)
            output.WriteLine($"{Count(report.RnnRows, "row")} of the model left out");
        foreach (LogProblem problem in report.Problems.Take(MostProblems))
            output.WriteLine($"  {problem}");
        if (report.Problems.Count > MostProblems)
            output.WriteLine($"  and {report.Problems.Count - MostProblems} more");
        WriteHistograms(reading.Takes, output);
    }

    private static void WriteHistograms(IReadOnlyList<Take> takes, TextWriter output)
    {
        Histogram times = new(0.001f, 0.003f, 0.01f, 0.03f, 0.1f, 0.3f, 1);
        Histogram moves = new(1, 2, 3, 4);
        foreach (Take take in takes)
            Add(take, times, moves);
        output.WriteLine("seconds from event to event");
        foreach (string line in times.Lines(
            "below 0.001", "to 0.003", "to 0.01", "to 0.03", "to 0.1", "to 0.3", "to 1", "longer"))
        {
            output.WriteLine(line);
        }
        output.WriteLine("controls moved by an event");
        foreach (string line in moves.Lines("none", "1", "2", "3", "more"))
            output.WriteLine(line);
    }

    private static void Add(Take take, Histogram times, Histogram moves)
    {
        int d = take.Dimension;
        ReadOnlySpan<float> rows = take.Rows;
        for (int row = 1; row < take.RowCount; row++)
        {
            int moved = 0;
            for (int i = 1; i < d; i++)
            {
                if (MathF.Abs(rows[row * d + i] - rows[(row - 1) * d + i]) > LeastMove)
                    moved++;
            }
            times.Add(rows[row * d]);
            moves.Add(moved);
        }
    }

    private static double Seconds(Take take)
    {
        double seconds = 0;
        for (int row = 0; row < take.RowCount; row++)
            seconds += take.Rows[row * take.Dimension];
        return seconds;
    }

    private static string Count(long count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string Duration(double seconds)
    {
        TimeSpan time = TimeSpan.FromSeconds(seconds);
        return time.TotalHours >= 1
            ? $"{(int)time.TotalHours} h {time.Minutes} min"
            : $"{time.Minutes} min {time.Seconds} s";
    }
}
