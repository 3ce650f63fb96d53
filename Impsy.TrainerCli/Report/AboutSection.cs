using Impsy.Inference;

namespace Impsy.TrainerCli.Report;

/// <summary>What the file says of itself, and how the figures were taken.</summary>
internal static class AboutSection
{
    public static void Write(Markup page, ModelReport report)
    {
        using (page.Open("section", ("id", "about")))
        {
            page.Element("h2", "The file, and how this was measured");
            page.Element(
                "p",
                "Whole takes; the model forgets all between them, and only hears the first row of each. Scored is " +
                "the probability of the step of each control (1/127 wide) and of the millisecond that were played. Mere " +
                "habit counts how often each time and each step has occurred, and learns from every event once it " +
                $"has guessed it{(report.IsKeptBack ? "; it has seen the takes that the model learnt from" : "")}.",
                ("class", "soft"));
            using (page.Open("dl"))
            {
                Add(page, "file", $"{report.FileName}, {Figure.Whole(report.FileBytes)} bytes");
                if (report.Options is not null)
                    Add(page, "training", report.Options.Describe());
                foreach ((string key, string value) in report.Metadata.Properties())
                    Add(page, key[ModelMetadata.Prefix.Length..], value);
            }
        }
    }

    private static void Add(Markup page, string name, string value)
    {
        page.Element("dt", name);
        page.Element("dd", value);
    }
}
