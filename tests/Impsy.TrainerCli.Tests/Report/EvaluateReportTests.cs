using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Impsy.TrainerCli.Tests.Evaluation;
using Impsy.TrainerCli.Tests.Training;

namespace Impsy.TrainerCli.Tests.Report;

public sealed partial class EvaluateReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string ReportPath => _folder.File("report.html");

    [Fact]
    public void The_figures_are_those_of_the_evaluation()
    {
        string model = GoldenGesture.Export(_folder);
        string log = GoldenGesture.WriteLog(_folder);
        string plain = Trainer.AssertDone("evaluate", model, log, "--json", "--play", "300");
        string json = Trainer.AssertDone("evaluate", model, log, "--json", "--play", "300", "--report", ReportPath);
        Assert.Equal(plain, json); // a report changes nothing, and says nothing where a program listens
        ReportFile report = new(ReportPath);
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        JsonElement free = root.GetProperty("free_run");
        JsonElement human = free.GetProperty("human");
        Assert.Equal(
            $"1 take | {root.GetProperty("events")} | {Text(root, "bits_per_event", "0.00")} | " +
            $"{Text(root, "bits_dt", "0.00")} | {Text(root, "bits_controls", "0.00")}",
            report.Rows("takes")[^1]);
        string[] checks = report.Rows("checks");
        Assert.StartsWith(
            $"controls moved per event | {Text(human, "moved_per_event", "0.00")} | " +
            $"{Text(free, "moved_per_event", "0.00")} | ", checks[1]);
        Assert.StartsWith(
            $"median time between events, s | {Text(human, "dt_median", "0.000")} | " +
            $"{Text(free, "dt_median", "0.000")} | ", checks[2]);
        Assert.StartsWith($"controls that move at all | {human.GetProperty("alive")} | ", checks[4]);
        Assert.StartsWith(
            $"events per second | {Text(human, "events_per_second", "0.0")} | " +
            $"{Text(free, "events_per_second", "0.0")} | ", checks[7]);
        Assert.StartsWith(
            $"size of a move, of 0 to 1 | {Text(human, "step_size", "0.000")} | " +
            $"{Text(free, "step_size", "0.000")} | ", checks[8]);
        Assert.Equal(Text(root, "bits_per_event", "0.00"), report.Bars("surprise")[0].Text);
        Assert.Equal(Text(root, "bits_dt", "0.00"), report.Bars("controls")[0].Text);
    }

    [Fact]
    public void Every_part_is_there_and_every_drawing_is_named()
    {
        string model = GoldenGesture.Export(_folder, "--title", "Knobs");
        string output = Trainer.AssertDone(
            "evaluate", model, GoldenGesture.WriteLog(_folder), "--play", "100", "--report", ReportPath);
        ReportFile report = new(ReportPath);
        Assert.Equal("Knobs", report.Root.Descendants("h1").Single().Value);
        Assert.EndsWith($"{ReportPath}: {report.Verdict}\n", output, StringComparison.Ordinal);
        Assert.Equal(
            ["verdict", "surprise", "controls", "takes", "alone", "checks", "minute", "times", "values", "learning",
                "timeline", "size", "about"],
            report.Ids.Where(id => !id.StartsWith("label", StringComparison.Ordinal)));
        // Bits, controls, two minutes, times, a plot for each of eight controls, the time line.
        Assert.Equal(14, report.Drawings.Count);
        Assert.All(report.Drawings, drawing => Assert.All(
            drawing.Attribute("aria-labelledby")!.Value.Split(' '),
            id => Assert.NotEqual("", drawing.Elements().Single(e => e.Attribute("id")?.Value == id).Value)));
        Assert.Equal(4, report.Rows("size").Length); // a header, float32, and both ways of 8 bits
    }

    [Fact]
    public void It_needs_no_other_file_and_no_script_and_holds_no_markup_of_others()
    {
        const string Title = "</title><script src=\"https://example.org/x.js\"></script>&amp;\u0007";
        string model = GoldenGesture.Export(_folder, "--title", Title, "--source", "<img src=x onerror=alert(1)>");
        Trainer.AssertDone("evaluate", model, GoldenGesture.WriteLog(_folder), "--play", "10", "--report", ReportPath);
        ReportFile report = new(ReportPath);
        Assert.Equal(Title.Replace('\u0007', '\uFFFD'), report.Root.Descendants("h1").Single().Value);
        Assert.Contains(report.Root.Descendants("dd"), value => value.Value == "<img src=x onerror=alert(1)>");
        Assert.DoesNotContain(
            report.Root.Descendants(),
            element => element.Name.LocalName is "script" or "img" or "link" or "iframe" or "object" or "use");
        Assert.DoesNotContain(
            report.Root.Descendants().Attributes(),
            attribute => attribute.Name.LocalName is "src" or "href" || attribute.Name.LocalName.StartsWith("on"));
        string style = report.Root.Descendants("style").Single().Value;
        Assert.DoesNotMatch(Outside(), style);
        Assert.Contains("prefers-color-scheme: dark", style, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_evaluation_gives_the_same_report()
    {
        string model = GoldenGesture.Export(_folder);
        string log = GoldenGesture.WriteLog(_folder);
        Trainer.AssertDone("quantize", model, "-S", log, "--max-loss", "50", "--out", _folder.File("q.onnx"));
        string[] pages = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            Trainer.AssertDone("evaluate", _folder.File("q.onnx"), log, "--play", "50", "--report", ReportPath);
            return File.ReadAllText(ReportPath);
        })];
        Assert.Equal(pages[0], pages[1]);
        Assert.Contains("The weights of this file are of 8 bits already", pages[0], StringComparison.Ordinal);
    }

    /// <summary>The least and the most there can be: two events of one control; and 64 controls.</summary>
    [Theory]
    [InlineData(2, 2)]
    [InlineData(65, 70)]
    public void Any_dimension_and_any_length_has_a_report(int dimension, int rows)
    {
        string model = _folder.File("metronome.onnx");
        Trainer.AssertDone("export", "--metronome", "0.05", "-D", $"{dimension}", "--out", model);
        string log = _folder.File($"x-{dimension}d-mdrnn.log");
        Trainer.WriteLog(log, TestTakes.Make(1, rows, dimension).Rows.ToArray().Chunk(dimension));
        Trainer.AssertDone("evaluate", model, log, "--play", "1", "--report", ReportPath);
        ReportFile report = new(ReportPath);
        Assert.StartsWith("Poor: ", report.Verdict, StringComparison.Ordinal);
        Assert.Equal(dimension, report.Bars("controls").Count);
        Assert.DoesNotMatch(NoNumber(), string.Concat(report.Root.Descendants().Attributes().Select(a => a.Value)));
    }

    [Fact]
    public void Where_it_cannot_be_written_the_evaluation_is_told_and_then_why()
    {
        string model = GoldenGesture.Export(_folder);
        string path = Path.Combine(_folder.Root, "nowhere", "report.html");
        (int code, string output, string error) = Trainer.Run(
            "evaluate", model, GoldenGesture.WriteLog(_folder), "--play", "1", "--report", path);
        Assert.Equal(1, code);
        Assert.Contains("playing alone, 1 events", output, StringComparison.Ordinal);
        Assert.StartsWith($"impsy-trainer: {path}: cannot be written: ", error, StringComparison.Ordinal);
    }

    private static string Text(JsonElement element, string name, string format) =>
        element.GetProperty(name).GetDouble().ToString(format, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"url\(|@import|https?:|//")]
    private static partial Regex Outside();

    [GeneratedRegex("NaN|Infinity|∞|E[+-][0-9]")]
    private static partial Regex NoNumber();
}
