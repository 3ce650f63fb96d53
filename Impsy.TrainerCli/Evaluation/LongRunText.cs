using System.Globalization;
using Impsy.Inference;

namespace Impsy.TrainerCli.Evaluation;

/// <summary>Long runs as a table for people, with a verdict.</summary>
internal static class LongRunText
{
    /// <param name="runs">At least one.</param>
    /// <returns>Whether all of them are like the player.</returns>
    public static bool Write(
        IReadOnlyList<LongRun> runs, LongRun player, double minutes, in Temperatures temperatures, TextWriter output)
    {
        string times = runs.Count == 1 ? "once" : $"{runs.Count} times";
        output.WriteLine(Invariant($"playing alone {times} for {minutes} minutes, every other time after a player"));
        output.WriteLine(Invariant(
            $"(sigmatemp {temperatures.Sigma}, pitemp {temperatures.Pi}, seeds 1 to {runs.Count})"));
        output.WriteLine("                              least   median     most   player");
        Row("controls moved per event", run => run.Playing.MovedPerEvent, "0.00");
        Row("median time between, s", run => run.Playing.DtMedian, "0.0000");
        Row("events per second", run => run.Playing.EventsPerSecond, "0.0");
        Row("size of a move, of 0..1", run => run.Playing.StepSize, "0.000");
        Row("controls that move at all", run => run.Playing.Alive, "0");
        Row("longest rest, s", run => run.LongestRest, "0.0");
        Row("events in the fullest minute", run => run.BusiestMinute, "0");
        int like = 0;
        foreach (LongRun run in runs)
        {
            IReadOnlyList<string> differences = run.Differences(player);
            like += differences.Count == 0 ? 1 : 0;
            foreach (string difference in differences)
                output.WriteLine($"seed {run.Seed}, {run.PrimedBy ?? "from the start"}: {difference}");
        }
        output.WriteLine($"{like} of {runs.Count} like the player");
        return like == runs.Count;

        void Row(string name, Func<LongRun, double> figure, string format)
        {
            double[] sorted = [.. runs.Select(figure).Order()];
            string[] columns =
            [
                .. new[] { sorted[0], sorted[sorted.Length / 2], sorted[^1], figure(player) }
                    .Select(value => value.ToString(format, CultureInfo.InvariantCulture).PadLeft(9)),
            ];
            output.WriteLine($"{name,-26}{string.Concat(columns)}");
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
