using Impsy.TrainerCli.Training;

namespace Impsy.TrainerCli.Report;

/// <summary>How a training went: bits on kept-back takes and loss in training, over updates.</summary>
internal static class HistoryCharts
{
    private const int Height = 230;

    /// <summary>Of the validations: the first ones are so bad that the rest would look flat.</summary>
    private const double Untold = 0.08;

    public static void WriteBits(Markup page, ModelReport report)
    {
        HistoryPoint best = report.History.MinBy(point => point.Bits);
        (double X, double Y)[] points = [.. report.History.Select(point => ((double)point.Update, point.Bits))];
        string description =
            $"From {Figure.Hundredths(points[0].Y)} bits per event after {Figure.Whole((long)points[0].X)} updates " +
            $"to {Figure.Hundredths(best.Bits)} after {Figure.Whole(best.Update)}, which is the one that was kept.";
        using (page.Drawing(Height, "Bits per event on kept-back takes, over updates", description))
        {
            Plot plot = new(page, Updates(0, points[^1].X), Values(points), Height);
            plot.Frame();
            plot.Line(points, "line kept");
            plot.Dot(best.Update, best.Bits, $"best {Figure.Hundredths(best.Bits)}");
        }
    }

    /// <summary>A plot for each phase of the training: densities and bins are different units.</summary>
    public static void WriteLoss(Markup page, ModelReport report)
    {
        double turn = report.LossTurn ?? double.PositiveInfinity;
        HistoryPoint[] before = [.. report.History.Where(point => point.Update <= turn)];
        HistoryPoint[] after = [.. report.History.Where(point => point.Update > turn)];
        bool isSingle = before.Length == 0 || after.Length == 0;
        if (before.Length != 0)
            WriteLoss(page, before, 0, isSingle ? "" : "densities");
        if (after.Length != 0)
            WriteLoss(page, after, isSingle ? 0 : turn, isSingle ? "" : "exact bins");
    }

    private static void WriteLoss(Markup page, HistoryPoint[] history, double from, string unit)
    {
        string title = unit.Length == 0 ? "Loss in training" : $"Loss in training, {unit}";
        (double X, double Y)[] points = [.. history.Select(point => ((double)point.Update, point.Loss))];
        using (page.Open("figure"))
        {
            page.Element("figcaption", $"{title}, nats per event");
            string description =
                $"From {Figure.Hundredths(points[0].Y)} to {Figure.Hundredths(points[^1].Y)} nats per event.";
            using (page.Drawing(Height, $"{title}, over updates", description))
            {
                Plot plot = new(page, Updates(from, points[^1].X), Values(points), Height);
                plot.Frame();
                plot.Line(points, "line training");
            }
        }
    }

    private static Axis Updates(double from, double to)
    {
        Axis axis = Axis.Linear(from, to, 4);
        return axis with { Marks = [.. axis.Marks.Select(mark => (mark.Value, Figure.Whole((long)mark.Value)))] };
    }

    private static Axis Values((double X, double Y)[] points)
    {
        double[] told = [.. points.Skip((int)Math.Ceiling(Untold * points.Length)).Select(point => point.Y)];
        if (told.Length == 0)
            told = [.. points.Select(point => point.Y)];
        (double low, double high) = (told.Min(), told.Max());
        double room = Math.Max(0.08 * (high - low), 0.05);
        return Axis.Linear(low - room, high + room, 4);
    }
}
