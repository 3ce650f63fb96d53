using System.Text;
using Impsy.Inference.Performances;

namespace Impsy.TrainerCli.Report;

/// <summary>
/// All takes end to end, as wide as they last and as high as they are busy, like the picture of a sound: which of them
/// the model learnt from, and which it was measured on.
/// </summary>
internal static class Timeline
{
    private const int Height = 116;
    private const int Top = 4;
    private const int Inner = 84;
    private const int Unit = 1000; // of the picture's own coordinates
    private const int Slices = 800;

    public static void Write(Markup page, ModelReport report)
    {
        double dtMax = report.Metadata.DtMax;
        double[] lengths = [.. report.Takes.Select(take => Math.Max(Seconds(take.Take, dtMax), 1e-3))];
        double total = lengths.Sum();
        using (page.Drawing(Height, "The takes on a time line", Describe(report, total)))
        {
            using (page.Open(
                "svg", ("x", "0"), ("y", Figure.Place(Top)), ("width", "100%"), ("height", Figure.Place(Inner)),
                ("viewBox", $"0 0 {Unit} {Unit}"), ("preserveAspectRatio", "none")))
            {
                double busiest = Busiest(report, lengths, total);
                double start = 0;
                foreach ((int index, (Take take, TakeRole role)) in report.Takes.Index())
                {
                    WriteTake(page, report, take, role, (start / total, lengths[index] / total), busiest);
                    start += lengths[index];
                }
            }
            WriteMinutes(page, total);
        }
    }

    private static void WriteMinutes(Markup page, double total)
    {
        bool isShort = total < 180;
        foreach ((double value, string name) in Axis.Linear(0, isShort ? total : total / 60, 5).Marks)
        {
            double share = value / (isShort ? total : total / 60);
            string anchor = share < 0.04 ? "start" : share > 0.96 ? "end" : "middle";
            string text = value == 0 ? (isShort ? "0 s" : "0 min") : name;
            page.Element(
                "text", text, ("class", "mark"), ("x", Figure.Across(share)), ("y", Figure.Place(Height - 6)),
                ("text-anchor", anchor));
        }
    }

    private static void WriteTake(
        Markup page, ModelReport report, Take take, TakeRole role, (double Start, double Length) place, double busiest)
    {
        double dtMax = report.Metadata.DtMax;
        int[] counts = Count(take, dtMax, SlicesOf(place.Length));
        double seconds = Seconds(take, dtMax);
        StringBuilder path = new();
        double width = Unit * place.Length / counts.Length;
        for (int i = 0; i < counts.Length; i++)
        {
            double rate = counts[i] / Math.Max(seconds / counts.Length, 1e-3);
            double half = Math.Max(Unit / 2.0 * Math.Sqrt(rate / busiest), Unit * 0.02);
            double left = Unit * place.Start + i * width;
            path.Append(FormattableString.Invariant(
                $"M{left:0.##} {Unit / 2.0 - half:0.#}h{width * 0.85:0.##}v{2 * half:0.#}h{-width * 0.85:0.##}Z"));
        }
        string name = role switch
        {
            TakeRole.Training => "area training",
            TakeRole.Measured => "area kept",
            _ => "area unused",
        };
        using (page.Open("path", ("class", name), ("d", path.ToString())))
        {
            page.Element(
                "title", $"{take.Name}: {Figure.Count(take.RowCount - 1, "event")} in {Figure.Duration(seconds)}, " +
                Words(report, role));
        }
    }

    private static string Words(ModelReport report, TakeRole role) => role switch
    {
        TakeRole.Training => "learnt from",
        TakeRole.Measured => report.IsKeptBack ? "kept back, measured on" : "measured on",
        _ => "too short to learn from",
    };

    private static string Describe(ModelReport report, double total)
    {
        int measured = report.Takes.Count(take => take.Role == TakeRole.Measured);
        int training = report.Takes.Count(take => take.Role == TakeRole.Training);
        string learnt = training == 0 ? "" : $"{Figure.Count(training, "take")} to learn from and ";
        return $"{Figure.Duration(total)} of playing: {learnt}{Figure.Count(measured, "take")} to measure on.";
    }

    private static double Busiest(ModelReport report, double[] lengths, double total)
    {
        double busiest = 1e-9;
        foreach ((int index, (Take take, _)) in report.Takes.Index())
        {
            int[] counts = Count(take, report.Metadata.DtMax, SlicesOf(lengths[index] / total));
            busiest = Math.Max(busiest, counts.Max() / Math.Max(lengths[index] / counts.Length, 1e-3));
        }
        return busiest;
    }

    private static int SlicesOf(double share) => Math.Max(1, (int)Math.Round(Slices * share));

    /// <summary>Events in each of so many equal parts of a take.</summary>
    private static int[] Count(Take take, double dtMax, int parts)
    {
        int[] counts = new int[parts];
        double total = Math.Max(Seconds(take, dtMax), 1e-9);
        double now = 0;
        for (int row = 1; row < take.RowCount; row++)
        {
            now += Math.Min(take.Rows[row * take.Dimension], dtMax);
            counts[Math.Min(parts - 1, (int)(parts * now / total))]++;
        }
        return counts;
    }

    private static double Seconds(Take take, double dtMax)
    {
        double seconds = 0;
        for (int row = 1; row < take.RowCount; row++)
            seconds += Math.Min(take.Rows[row * take.Dimension], dtMax);
        return seconds;
    }
}
