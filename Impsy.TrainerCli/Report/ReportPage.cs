using System.Globalization;
using System.Reflection;
using Impsy.TrainerCli.Evaluation;

namespace Impsy.TrainerCli.Report;

/// <summary>
/// The report as one file that needs no other, no network and no script: HTML with drawings in SVG, for a screen of
/// any width, light or dark. Any thread.
/// </summary>
internal static class ReportPage
{
    /// <param name="stream">Left open.</param>
    public static void Write(ModelReport report, Stream stream)
    {
        using Markup page = new(stream);
        using (page.Open("html", ("lang", "en")))
        {
            WriteHead(page, report);
            using (page.Open("body"))
            using (page.Open("main"))
            {
                WriteVerdict(page, report);
                SurpriseSection.Write(page, report);
                AloneSection.Write(page, report);
                LearningSection.Write(page, report);
                SizeSection.Write(page, report);
                AboutSection.Write(page, report);
            }
        }
    }

    private static void WriteHead(Markup page, ModelReport report)
    {
        using (page.Open("head"))
        {
            page.Empty("meta", ("charset", "utf-8"));
            page.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
            page.Empty("meta", ("name", "color-scheme"), ("content", "light dark"));
            page.Element("title", $"{report.Title}: how good is it?");
            page.Style(StyleSheet());
        }
    }

    private static void WriteVerdict(Markup page, ModelReport report)
    {
        Verdict verdict = Verdict.Of(report);
        using (page.Open("header"))
        {
            string day = report.Created.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
            page.Element("p", $"IMPSY Edge, report of a model, {day}", ("class", "eyebrow"));
            page.Element("h1", report.Title);
        }
        string grade = verdict.Grade switch { Grade.Good => "good", Grade.Fair => "fair", _ => "poor" };
        using (page.Open("div", ("class", $"verdict {grade}"), ("id", "verdict")))
        {
            page.Element("h2", verdict.Headline);
            foreach (string reason in verdict.Reasons)
                page.Element("p", reason);
        }
        WriteCards(page, report);
    }

    private static void WriteCards(Markup page, ModelReport report)
    {
        TakeScore total = report.Evaluation.Total;
        PlayingCheck[] judged = [.. report.Checks.Where(check => check.Passed is not null)];
        double gain = 100 * (1 - total.BitsPerEvent / report.HabitBits);
        using (page.Open("div", ("class", "cards")))
        {
            WriteCard(page, Figure.Hundredths(total.BitsPerEvent), "bits of surprise per event, fewer is better");
            WriteCard(
                page,
                string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(gain):0} %"),
                $"{(gain >= 0 ? "below" : "above")} the {Figure.Hundredths(report.HabitBits)} bits of mere habit");
            WriteCard(
                page,
                $"{judged.Count(check => check.Passed is true)} of {judged.Length}",
                "checks passed of how it plays alone");
            if (report.ChosenTrial is QuantizationTrial chosen)
                WriteCard(page, Figure.Percent(chosen.LossPercent), "more bits with weights of 8 bits");
            else
                WriteCard(page, Figure.Whole(total.Events), $"events in {report.Evaluation.Takes.Count} takes heard");
        }
    }

    private static void WriteCard(Markup page, string figure, string words)
    {
        using (page.Open("div", ("class", "card")))
        {
            page.Element("b", figure);
            page.Element("span", words);
        }
    }

    private static string StyleSheet()
    {
        const string Resource = "Impsy.TrainerCli.report.css";
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} was not built in");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
