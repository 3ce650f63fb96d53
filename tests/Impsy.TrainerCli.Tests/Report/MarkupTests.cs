using System.Text;
using System.Xml.Linq;
using Impsy.TrainerCli.Report;

namespace Impsy.TrainerCli.Tests.Report;

public class MarkupTests
{
    [Fact]
    public void Text_of_others_stays_text()
    {
        string html = Write(page =>
        {
            using (page.Open("p", ("title", "a \"quote\" & <b>")))
                page.Text("1 < 2 & </p><script>alert('x')</script>");
        });
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        XElement paragraph = XDocument.Parse(html).Root!;
        Assert.Equal(
            ("a \"quote\" & <b>", "1 < 2 & </p><script>alert('x')</script>"),
            (paragraph.Attribute("title")!.Value, paragraph.Value));
    }

    [Fact]
    public void What_XML_cannot_say_is_replaced_and_all_else_stays()
    {
        string html = Write(page => page.Element("p", "a\0b\u001bc 🎛 \uD83C é\ud800", ("title", "\u0001")));
        XElement paragraph = XDocument.Parse(html).Root!;
        Assert.Equal("a\uFFFDb\uFFFDc 🎛 \uFFFD é\uFFFD", paragraph.Value);
        Assert.Equal("\uFFFD", paragraph.Attribute("title")!.Value);
    }

    /// <summary>To HTML, an element that ends itself has only begun, and swallows what follows.</summary>
    [Fact]
    public void Elements_without_content_have_an_end_and_only_the_named_ones_have_none()
    {
        string html = Write(page =>
        {
            using (page.Open("div"))
            {
                page.Element("span", "");
                page.Open("i").Dispose();
                page.Empty("meta", ("charset", "utf-8"));
            }
        });
        Assert.Equal("<!DOCTYPE html><div><span></span><i></i><meta charset=\"utf-8\" /></div>", html.Replace("\n", ""));
    }

    [Fact]
    public void A_style_sheet_that_XML_would_read_otherwise_is_refused() => Assert.Throws<ArgumentException>(
        () => Write(page => page.Style("a { content: \"<\"; }")));

    [Fact]
    public void A_drawing_says_in_words_what_it_shows()
    {
        string html = Write(page =>
        {
            using (page.Drawing(1200, "one", "two"))
                page.Empty("line", ("x1", "0"));
        });
        Assert.Equal(
            "<!DOCTYPE html><svg class=\"drawing\" role=\"img\" aria-labelledby=\"label1t label1d\" width=\"100%\" " +
            "height=\"1200\"><title id=\"label1t\">one</title><desc id=\"label1d\">two</desc><line x1=\"0\" /></svg>",
            html.Replace("\n", ""));
    }

    private static string Write(Action<Markup> write)
    {
        using MemoryStream stream = new();
        using (Markup page = new(stream))
            write(page);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
