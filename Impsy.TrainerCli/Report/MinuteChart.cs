using System.Globalization;
using System.Text;
using Impsy.Inference.Performances;
using Impsy.TrainerCli.Evaluation;

namespace Impsy.TrainerCli.Report;

/// <summary>What the controls do in a minute, one below the other: the player's, or the model's.</summary>
internal static class MinuteChart
{
    private const double Seconds = 60;
    private const int MostLanes = 16;
    private const int LaneHeight = 28;
    private const int Bottom = 24;
    private const int LaneUnit = 100; // a lane's own coordinates, before it is stretched
    private const double Across = 6000;

    /// <summary>The same moment twice: where the model began to play alone.</summary>
    public static void WritePlayer(Markup page, ModelReport report)
    {
        int from = Math.Min(report.Prime.RowCount, FreeRun.PrimeEvents) - 1;
        if (from + 2 >= report.Prime.RowCount)
            from = 0; // it heard the whole take: then this shows how that began
        Write(page, report, report.Prime, from, "A minute of the player", "human");
    }

    public static void WriteModel(Markup page, ModelReport report) =>
        Write(page, report, report.Played, 0, "A minute of the model", "model");

    private static void Write(Markup page, ModelReport report, Take take, int from, string title, string classes)
    {
        int controls = Math.Min(report.Metadata.Dimension - 1, MostLanes);
        List<int> rows = RowsOf(take, from, report.Metadata.DtMax, out List<double> times);
        int height = controls * LaneHeight + Bottom;
        string description = $"{Figure.Count(rows.Count - 1, "event")} in {Figure.Duration(times[^1])}; each lane is " +
            "a control, low at its bottom and high at its top.";
        using (page.Drawing(height, title, description))
        {
            for (int lane = 0; lane <= controls; lane++)
            {
                string y = Figure.Place(lane * LaneHeight + 0.5);
                page.Empty("line", ("class", "grid"), ("x1", "0"), ("x2", "100%"), ("y1", y), ("y2", y));
            }
            using (page.Open(
                "svg", ("x", "0"), ("y", "0"), ("width", "100%"), ("height", Figure.Place(controls * LaneHeight)),
                ("viewBox", $"0 0 {Across} {controls * LaneUnit}"), ("preserveAspectRatio", "none")))
            {
                for (int control = 1; control <= controls; control++)
                {
                    string path = PathOf(take, rows, times, control);
                    page.Empty("path", ("class", $"line {classes}"), ("d", path));
                }
            }
            foreach ((double second, string anchor) in new[] { (0.0, "start"), (30, "middle"), (60, "end") })
            {
                string text = second == 0 ? "0 s" : second.ToString(CultureInfo.InvariantCulture);
                page.Element(
                    "text", text, ("class", "mark"), ("x", Figure.Across(second / Seconds)),
                    ("y", Figure.Place(height - 6)), ("text-anchor", anchor));
            }
        }
    }

    /// <summary>The rows of a minute, and when they come; the first at 0.</summary>
    private static List<int> RowsOf(Take take, int from, double dtMax, out List<double> times)
    {
        List<int> rows = [from];
        times = [0];
        double now = 0;
        for (int row = from + 1; row < take.RowCount; row++)
        {
            now += Math.Min(take.Rows[row * take.Dimension], dtMax);
            if (now > Seconds)
                break;
            rows.Add(row);
            times.Add(now);
        }
        return rows;
    }

    /// <summary>Steps, since a control stands still until its next event.</summary>
    private static string PathOf(Take take, List<int> rows, List<double> times, int control)
    {
        const double Room = 0.12; // of a lane, above and below
        StringBuilder path = new();
        float last = float.NaN;
        for (int i = 0; i < rows.Count; i++)
        {
            float value = take.Rows[rows[i] * take.Dimension + control];
            if (value == last)
                continue;
            string x = Figure.Place(Across * times[i] / Seconds);
            string y = Figure.Place(LaneUnit * (control - 1 + Room + (1 - 2 * Room) * (1 - Math.Clamp(value, 0, 1))));
            path.Append(i == 0 ? $"M{x} {y}" : $"H{x}V{y}");
            last = value;
        }
        return path.Append('H').Append(Figure.Place(Across * times[^1] / Seconds)).ToString();
    }
}
