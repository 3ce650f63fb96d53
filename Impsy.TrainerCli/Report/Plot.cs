using System.Text;

namespace Impsy.TrainerCli.Report;

/// <summary>
/// Draws one plot into a drawing that is open. It fills whatever width the reader has: places across are shares, and
/// curves are stretched, while text and lines keep their size, so that it can be read on a phone. One thread.
/// </summary>
/// <param name="height">Of the drawing, CSS pixels.</param>
internal sealed class Plot(Markup page, Axis x, Axis y, int height)
{
    private const int Top = 18;    // room for the name of the highest mark, which stands on its line
    private const int Bottom = 24; // room for the names below
    private const int Unit = 1000; // a curve's own coordinates, both ways, before it is stretched
    private const int NameAbove = 4;

    private int Inner => height - Top - Bottom;

    /// <summary>Lines across with their values, and names of values below.</summary>
    public void Frame()
    {
        foreach ((double value, string name) in y.Marks)
        {
            string place = Figure.Place(PlaceDown(value));
            page.Empty("line", ("class", "grid"), ("x1", "0"), ("x2", "100%"), ("y1", place), ("y2", place));
            page.Element("text", name, ("class", "mark"), ("y", Figure.Place(PlaceDown(value) - NameAbove)));
        }
        foreach ((double value, string name) in x.Marks)
        {
            double share = x.Share(value);
            string anchor = share < 0.04 ? "start" : share > 0.96 ? "end" : "middle";
            page.Element(
                "text", name, ("class", "mark"), ("x", Figure.Across(share)), ("y", Figure.Place(height - 6)),
                ("text-anchor", anchor));
        }
    }

    /// <summary>A line from point to point.</summary>
    public void Line(IEnumerable<(double X, double Y)> points, string classes)
    {
        StringBuilder path = new();
        foreach ((double px, double py) in points)
            path.Append(path.Length == 0 ? 'M' : 'L').Append(Point(px, py));
        Curve(path, classes);
    }

    /// <summary>Steps: each value stands from its edge to the next.</summary>
    /// <param name="edges">One more than values.</param>
    /// <param name="isFilled">Down to the lower end of the scale.</param>
    public void Steps(IReadOnlyList<double> edges, IReadOnlyList<double> values, bool isFilled, string classes)
    {
        StringBuilder path = new();
        if (isFilled)
            path.Append('M').Append(Point(edges[0], y.Low));
        for (int i = 0; i < values.Count; i++)
        {
            path.Append(path.Length == 0 ? 'M' : 'L').Append(Point(edges[i], values[i]));
            path.Append('L').Append(Point(edges[i + 1], values[i]));
        }
        if (isFilled)
            path.Append('L').Append(Point(edges[^1], y.Low)).Append('Z');
        Curve(path, classes);
    }

    /// <summary>A dot with words above it.</summary>
    public void Dot(double px, double py, string words)
    {
        string across = Figure.Across(x.Share(px));
        page.Empty("circle", ("class", "dot"), ("cx", across), ("cy", Figure.Place(PlaceDown(py))), ("r", "4.5"));
        string anchor = x.Share(px) switch { < 0.2 => "start", > 0.8 => "end", _ => "middle" };
        page.Element(
            "text", words, ("class", "word"), ("x", across), ("y", Figure.Place(PlaceDown(py) - 11)),
            ("text-anchor", anchor));
    }

    private double PlaceDown(double value) => Top + Inner * (1 - y.Share(value));

    private string Point(double px, double py) =>
        $"{Figure.Place(Unit * x.Share(px))} {Figure.Place(Unit * (1 - y.Share(py)))}";

    private void Curve(StringBuilder path, string classes)
    {
        using (page.Open(
            "svg", ("x", "0"), ("y", Figure.Place(Top)), ("width", "100%"), ("height", Figure.Place(Inner)),
            ("viewBox", $"0 0 {Unit} {Unit}"), ("preserveAspectRatio", "none")))
        {
            page.Empty("path", ("class", classes), ("d", path.ToString()));
        }
    }
}
