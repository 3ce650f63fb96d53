using Impsy.Inference;
using Impsy.TrainerCli.Evaluation;

namespace Impsy.TrainerCli.Report;

/// <summary>What weights of 8 bits cost the model.</summary>
internal static class SizeSection
{
    public static void Write(Markup page, ModelReport report)
    {
        using (page.Open("section", ("id", "size")))
        {
            page.Element("h2", "Smaller, with weights of 8 bits");
            if (report.Trials.Count == 0)
            {
                page.Element("p", report.Metadata.Quantization == Quantization.None
                    ? "Not measured."
                    : "The weights of this file are of 8 bits already; how it compares with the one that it was made " +
                        "from, the report of its training tells.");
                return;
            }
            page.Element(
                "p",
                "Large models, and small boards, are faster with weights of 8 bits. What this model loses by them, " +
                $"on {Figure.Count(report.Trials[0].Score.Events, "event")}, in both ways there are:");
            WriteTrials(page, report);
        }
    }

    private static void WriteTrials(Markup page, ModelReport report)
    {
        using (page.Open("div", ("class", "wide")))
        using (page.Open("table", ("style", "--figures: 5")))
        {
            using (page.Open("thead"))
            using (page.Open("tr"))
            {
                foreach (string title in new[] { "weights", "bits", "more by", "kilobytes", "µs per event here", "" })
                    page.Element("th", title, ("scope", "col"));
            }
            using (page.Open("tbody"))
            {
                foreach (QuantizationTrial trial in report.Trials)
                {
                    using (page.Open("tr"))
                    {
                        page.Element("th", trial.Name, ("scope", "row"));
                        page.Element("td", Figure.Thousandths(trial.Score.BitsPerEvent));
                        page.Element("td", Figure.Percent(trial.LossPercent));
                        page.Element("td", Figure.Whole((trial.FileBytes + 500) / 1000));
                        page.Element("td", Figure.Tenths(trial.MicrosecondsPerStep));
                        page.Element("td", Remark(report, trial), ("class", "soft"));
                    }
                }
            }
        }
    }

    private static string Remark(ModelReport report, QuantizationTrial trial) =>
        trial == report.Trials[0] ? "this model" : trial == report.ChosenTrial ? "the one to take" : "";
}
