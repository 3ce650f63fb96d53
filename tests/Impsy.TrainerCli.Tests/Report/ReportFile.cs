using System.Xml.Linq;

namespace Impsy.TrainerCli.Tests.Report;

/// <summary>A report as a reader finds it: parsed as XML, which fails where it is not well-formed.</summary>
internal sealed class ReportFile(string path)
{
    public XElement Root { get; } = XDocument.Load(path).Root!;

    public IReadOnlyList<string> Ids =>
        [.. Root.Descendants().Attributes("id").Select(attribute => attribute.Value)];

    public string Verdict => Find("verdict").Element("h2")!.Value;

    public IReadOnlyList<XElement> Drawings =>
        [.. Root.Descendants("svg").Where(svg => svg.Attribute("class")?.Value.StartsWith("drawing") is true)];

    public XElement Find(string id) => Root.Descendants().Single(element => element.Attribute("id")?.Value == id);

    /// <summary>The rows of the first table in a part, cells with bars between.</summary>
    public string[] Rows(string id) =>
        [.. Find(id).Descendants("tr").Select(row => string.Join(" | ", row.Elements().Select(cell => cell.Value)))];

    /// <summary>Names and figures of the first drawing of bars in a part.</summary>
    public IReadOnlyList<(string Name, string Text)> Bars(string id)
    {
        XElement drawing = Find(id).Descendants("svg").First(svg => svg.Attribute("class")!.Value == "drawing bars");
        string[] texts = [.. drawing.Elements("text").Select(text => text.Value)];
        return [.. texts.Chunk(2).Select(pair => (pair[0], pair[1]))];
    }
}
