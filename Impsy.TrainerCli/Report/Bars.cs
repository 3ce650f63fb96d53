namespace Impsy.TrainerCli.Report;

/// <summary>Bars across, each below its name and its figure.</summary>
internal static class Bars
{
    private const int RowHeight = 38;
    private const int TextAt = 15;
    private const int BarAt = 22;
    private const int BarHeight = 8;

    /// <param name="rows">Values from 0 up, and the classes of their bars.</param>
    public static void Write(
        Markup page,
        string title,
        string description,
        IReadOnlyList<(string Name, double Value, string Text, string Classes)> rows)
    {
        double most = Math.Max(rows.Max(row => row.Value), 1e-9);
        using (page.Drawing(rows.Count * RowHeight, title, description, "bars"))
        {
            foreach ((int index, (string name, double value, string text, string classes)) in rows.Index())
            {
                int top = index * RowHeight;
                string at = Figure.Place(top + BarAt);
                string textAt = Figure.Place(top + TextAt);
                string height = Figure.Place(BarHeight);
                page.Element("text", name, ("class", "word"), ("y", textAt));
                page.Element(
                    "text", text, ("class", "number"), ("x", "100%"), ("y", textAt), ("text-anchor", "end"));
                page.Empty(
                    "rect", ("class", "track"), ("y", at), ("width", "100%"), ("height", height), ("rx", "4"));
                page.Empty(
                    "rect", ("class", classes), ("y", at), ("width", Figure.Across(value / most)),
                    ("height", height), ("rx", "4"));
            }
        }
    }
}
