using Impsy.TrainerCli.Evaluation;

namespace Impsy.TrainerCli.Report;

/// <summary>How well the model foresees what people play: against other guesses, by control, by take.</summary>
internal static class SurpriseSection
{
    /// <summary>A dataset has hundreds, and nobody reads so many.</summary>
    private const int MostTakes = 40;

    public static void Write(Markup page, ModelReport report)
    {
        using (page.Open("section", ("id", "surprise")))
        {
            page.Element("h2", "What it foresees");
            page.Element(
                "p",
                "For each event, the model says beforehand how likely every time and every place of the controls is. " +
                "Bits count how little it expected what was played then: one bit fewer is twice as well guessed.");
            using (page.Open("div", ("class", "pair")))
            {
                WriteScale(page, report);
                WriteControls(page, report);
            }
            WriteTakes(page, report);
        }
    }

    private static void WriteScale(Markup page, ModelReport report)
    {
        double bits = report.Evaluation.Total.BitsPerEvent;
        List<(string, double, string, string)> rows =
        [
            ("this model", bits, Figure.Hundredths(bits), "model"),
            ("mere habit", report.HabitBits, Figure.Hundredths(report.HabitBits), "other"),
        ];
        if (PublishedModel.Bits(report.Metadata.Dimension) is double published)
            rows.Add(("best published with Python IMPSY ¹", published, Figure.Tenths(published), "other"));
        rows.Add(("a blind guess", report.BlindBits, Figure.Hundredths(report.BlindBits), "other"));
        using (page.Open("figure"))
        {
            page.Element("figcaption", "Bits per event, against other guesses");
            string description = string.Join(", ", rows.Select(row => $"{row.Item1} {row.Item3}"));
            Bars.Write(page, "Bits per event of this model and of other guesses", $"{description}.", rows);
            if (rows.Count == 4)
                page.Element("p", "¹ on other takes: the performances it was published with", ("class", "soft"));
        }
    }

    private static void WriteControls(Markup page, ModelReport report)
    {
        TakeScore total = report.Evaluation.Total;
        List<(string, double, string, string)> rows =
            [("when (dt)", total.DtBitsPerEvent, Figure.Hundredths(total.DtBitsPerEvent), "human")];
        foreach ((int index, double bits) in report.ControlBits.Index())
            rows.Add(($"control {index + 1}", bits, Figure.Hundredths(bits), "model"));
        using (page.Open("figure", ("id", "controls")))
        {
            page.Element("figcaption", "Bits by what is to be guessed");
            string description = string.Join(", ", rows.Select(row => $"{row.Item1} {row.Item3}"));
            Bars.Write(page, "Bits per event of the time and of each control", $"{description}.", rows);
            page.Element(
                "p",
                $"Each control by itself, on {Figure.Count(report.ControlEvents, "event")}. Together they need " +
                $"{Figure.Hundredths(total.ControlBitsPerEvent)}: what one does tells of the others.",
                ("class", "soft"));
        }
    }

    private static void WriteTakes(Markup page, ModelReport report)
    {
        using (page.Open("div", ("class", "block wide"), ("id", "takes")))
        using (page.Open("table", ("style", "--figures: 4")))
        {
            using (page.Open("thead"))
            {
                WriteRow(page, "", "th", "take", "events", "bits", "when", "what");
            }
            using (page.Open("tbody"))
            {
                TakeScore[] scored = [.. report.Evaluation.Takes.Where(take => take.Events != 0)];
                foreach (TakeScore take in scored.Take(MostTakes))
                    WriteTake(page, "", take, take.Name);
                int count = report.Evaluation.Takes.Count;
                string more = scored.Length > MostTakes ? $", of which the first {MostTakes} are shown" : "";
                WriteTake(page, "total", report.Evaluation.Total, Figure.Count(count, "take") + more);
            }
        }
    }

    private static void WriteTake(Markup page, string classes, TakeScore take, string name) => WriteRow(
        page, classes, "td", name, Figure.Whole(take.Events), Figure.Hundredths(take.BitsPerEvent),
        Figure.Hundredths(take.DtBitsPerEvent), Figure.Hundredths(take.ControlBitsPerEvent));

    private static void WriteRow(Markup page, string classes, string element, string name, params string[] figures)
    {
        using (page.Open("tr", classes.Length == 0 ? [] : [("class", classes)]))
        {
            page.Element("th", name, ("scope", element == "th" ? "col" : "row"));
            foreach (string figure in figures)
                page.Element(element, figure, element == "th" ? [("scope", "col")] : []);
        }
    }
}
