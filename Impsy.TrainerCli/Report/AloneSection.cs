using System.Globalization;
using Impsy.TrainerCli.Evaluation;

namespace Impsy.TrainerCli.Report;

/// <summary>How the model plays alone, beside the player.</summary>
internal static class AloneSection
{
    public static void Write(Markup page, ModelReport report)
    {
        using (page.Open("section", ("id", "alone")))
        {
            page.Element("h2", "How it plays alone");
            page.Element("p", Describe(report));
            WriteChecks(page, report);
            WriteMinutes(page, report);
            WriteDistributions(page, report);
        }
    }

    private static string Describe(ModelReport report)
    {
        ModelEvaluation evaluation = report.Evaluation;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"It heard {Figure.Count(evaluation.PrimedWith, "event")} of {evaluation.PrimedBy} and then played " +
            $"{Figure.Whole(evaluation.Model.Events)} of its own, at its suggested temperatures (sigmatemp " +
            $"{report.Metadata.Suggested.Sigma}, pitemp {report.Metadata.Suggested.Pi}); and {HalfHour.Runs} times " +
            $"{HalfHour.SecondsPerRun / 60} minutes more with other chance, every other time from its own start.");
    }

    private static void WriteChecks(Markup page, ModelReport report)
    {
        using (page.Open("div", ("class", "wide"), ("id", "checks")))
        using (page.Open("table", ("style", "--figures: 4")))
        {
            using (page.Open("thead"))
            using (page.Open("tr"))
            {
                foreach (string title in new[] { "", "player", "model", "should be", "" })
                    page.Element("th", title, ("scope", "col"));
            }
            using (page.Open("tbody"))
            {
                foreach (PlayingCheck check in report.Checks)
                    WriteCheck(page, check);
            }
        }
    }

    private static void WriteCheck(Markup page, PlayingCheck check)
    {
        using (page.Open("tr"))
        {
            page.Element("th", check.What, ("scope", "row"));
            page.Element("td", check.Human);
            page.Element("td", check.Model);
            page.Element("td", check.Wanted);
            switch (check.Passed)
            {
                case true:
                    page.Element("td", "✓ passed", ("class", "yes"));
                    break;
                case false:
                    page.Element("td", "✗ missed", ("class", "no"));
                    break;
                default:
                    page.Element("td", "");
                    break;
            }
        }
    }

    private static void WriteMinutes(Markup page, ModelReport report)
    {
        using (page.Open("div", ("class", "pair block"), ("id", "minute")))
        {
            using (page.Open("figure"))
            {
                page.Element("figcaption", "A minute of the player …");
                MinuteChart.WritePlayer(page, report);
            }
            using (page.Open("figure"))
            {
                page.Element("figcaption", "… and of the model instead, from the same moment");
                MinuteChart.WriteModel(page, report);
            }
        }
        page.Element("p", "Each lane is a control, from 0 at its bottom to 1 at its top.", ("class", "soft"));
    }

    private static void WriteDistributions(Markup page, ModelReport report)
    {
        using (page.Open("div", ("class", "block"), ("id", "times")))
        using (page.Open("figure"))
        {
            page.Element("figcaption", "Time between events, share of events");
            WriteKeys(page);
            DistributionCharts.WriteTimes(page, report);
        }
        using (page.Open("div", ("class", "block"), ("id", "values")))
        {
            page.Element("h3", "Where the controls stand, square root of the share of events");
            WriteKeys(page);
            using (page.Open("div", ("class", "many")))
                DistributionCharts.WriteControls(page, report);
        }
    }

    private static void WriteKeys(Markup page)
    {
        using (page.Open("div", ("class", "keys")))
        {
            WriteKey(page, "human", "the player");
            WriteKey(page, "model", "the model alone");
        }
    }

    internal static void WriteKey(Markup page, string classes, string words)
    {
        using (page.Open("span"))
        {
            page.Element("span", "", ("class", $"key {classes}"));
            page.Text(words);
        }
    }
}
