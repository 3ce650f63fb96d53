namespace Impsy.TrainerCli.Report;

/// <summary>What the model learnt from, and how that went.</summary>
internal static class LearningSection
{
    public static void Write(Markup page, ModelReport report)
    {
        using (page.Open("section", ("id", "learning")))
        {
            page.Element("h2", report.IsKeptBack ? "How it learnt" : "What it was measured on");
            if (report.History.Count != 0)
                WriteHistory(page, report);
            else
                page.Element("p", "How a model learnt, the report tells that its training wrote.", ("class", "soft"));
            WriteTakes(page, report);
        }
    }

    private static void WriteHistory(Markup page, ModelReport report)
    {
        page.Element(
            "p",
            "While it learnt from most takes, it was measured on those kept back; the best moment was kept, not the " +
            "last. If the loss falls on while the bits rise, it learns by heart.");
        using (page.Open("div", ("id", "history")))
        {
            using (page.Open("figure"))
            {
                page.Element("figcaption", "Bits per event on kept-back takes, over updates");
                HistoryCharts.WriteBits(page, report);
            }
            using (page.Open("div", ("class", "pair block")))
                HistoryCharts.WriteLoss(page, report);
        }
    }

    private static void WriteTakes(Markup page, ModelReport report)
    {
        using (page.Open("div", ("class", "block"), ("id", "timeline")))
        using (page.Open("figure"))
        {
            page.Element("figcaption", "The takes, end to end, in minutes of playing; higher is busier");
            using (page.Open("div", ("class", "keys")))
            {
                if (report.Takes.Any(take => take.Role == TakeRole.Training))
                    AloneSection.WriteKey(page, "training", "learnt from");
                AloneSection.WriteKey(page, "kept", report.IsKeptBack ? "kept back, measured on" : "measured on");
            }
            Timeline.Write(page, report);
        }
    }
}
