namespace Impsy.TrainerCli.Report;

/// <summary>When and where the player plays, and when and where the model does: filled, and a line over it.</summary>
internal static class DistributionCharts
{
    private const int TimeHeight = 230;
    private const int ValueHeight = 96;

    private static readonly (double, string)[] s_times =
        [(0.001, "1 ms"), (0.01, "10 ms"), (0.1, "0.1 s"), (1, "1 s")];

    public static void WriteTimes(Markup page, ModelReport report)
    {
        double dtMax = report.Metadata.DtMax;
        Distribution human = Distribution.OfTime(report.Measured, dtMax);
        Distribution model = Distribution.OfTime(report.HalfHour.Takes, dtMax);
        double most = Math.Max(human.Shares.Max(), model.Shares.Max());
        (double, string)[] marks = [.. s_times.Where(time => time.Item1 < dtMax)];
        Axis across = new(human.Edges[0], human.Edges[^1], marks, IsLogarithmic: true);
        Axis up = Percents(most);
        string description =
            "Shares of events by the time before them, on a logarithmic scale. The player's median is " +
            $"{Figure.Time(report.Evaluation.Human.DtMedian)}, the model's " +
            $"{Figure.Time(report.HalfHour.Model.Playing.DtMedian)}.";
        using (page.Drawing(TimeHeight, "Time between events, player and model", description))
            Write(new Plot(page, across, up, TimeHeight), human, model);
    }

    /// <summary>A small plot for each control.</summary>
    public static void WriteControls(Markup page, ModelReport report)
    {
        for (int control = 1; control < report.Metadata.Dimension; control++)
        {
            Distribution human = Distribution.OfControl(report.Measured, control);
            Distribution model = Distribution.OfControl(report.HalfHour.Takes, control);
            using (page.Open("figure", ("class", "small")))
            {
                page.Element("figcaption", $"control {control}");
                double most = Math.Max(human.Shares.Max(), model.Shares.Max());
                Axis up = new(0, Math.Sqrt(Math.Max(most, 1e-9)), []);
                Axis across = new(0, 1, [(0, "0"), (0.5, "½"), (1, "1")]);
                string description = $"Most often the player has it at {Peak(human)}, the model at {Peak(model)}.";
                using (page.Drawing(ValueHeight, $"Where control {control} stands, player and model", description))
                    Write(new Plot(page, across, up, ValueHeight), Root(human), Root(model));
            }
        }
    }

    /// <summary>Knobs rest at a few places most of the time; only so can be seen where else they are.</summary>
    private static Distribution Root(Distribution distribution) =>
        distribution with { Shares = [.. distribution.Shares.Select(Math.Sqrt)] };

    private static void Write(Plot plot, Distribution human, Distribution model)
    {
        plot.Frame();
        plot.Steps(human.Edges, human.Shares, isFilled: true, "area human");
        plot.Steps(model.Edges, model.Shares, isFilled: false, "line model");
    }

    private static Axis Percents(double most)
    {
        Axis percents = Axis.Linear(0, 100 * most, 4);
        return new Axis(
            0, most * 1.05, [.. percents.Marks.Skip(1).Select(mark => (mark.Value / 100, mark.Name + " %"))]);
    }

    private static string Peak(Distribution distribution)
    {
        int bin = distribution.Shares.Index().MaxBy(share => share.Item).Index;
        return Figure.Hundredths((distribution.Edges[bin] + distribution.Edges[bin + 1]) / 2);
    }
}
