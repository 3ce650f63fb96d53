using System.Text;
using System.Xml;

namespace Impsy.TrainerCli.Report;

/// <summary>
/// Writes HTML that is XML, too: whatever text goes in, what comes out is well-formed and holds no markup but ours.
/// One thread.
/// </summary>
internal sealed class Markup : IDisposable
{
    private const char Replacement = '\uFFFD';

    private readonly XmlWriter _writer;
    private int _labels;

    /// <param name="stream">Left open.</param>
    public Markup(Stream stream)
    {
        stream.Write("<!DOCTYPE html>\n"u8);
        _writer = XmlWriter.Create(stream, new XmlWriterSettings
        {
            OmitXmlDeclaration = true,
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            NewLineChars = "\n",
        });
    }

    /// <summary>Begins an element; what is disposed of ends it.</summary>
    public Scope Open(string element, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(element, attributes);
        return new Scope(this);
    }

    /// <summary>An element that holds text and nothing else.</summary>
    public void Element(string element, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(element, attributes);
        Text(text);
        Close();
    }

    /// <summary>An element that holds nothing: those of SVG, and the few of HTML that have no end.</summary>
    public void Empty(string element, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(element, attributes);
        _writer.WriteEndElement();
    }

    public void Text(string text) => _writer.WriteString(Printable(text));

    /// <summary>A style sheet: HTML reads it as it stands, so it must hold neither ampersands nor angles.</summary>
    public void Style(string sheet)
    {
        if (sheet.AsSpan().ContainsAny('<', '&'))
            throw new ArgumentException("a style sheet with an ampersand or an angle", nameof(sheet));
        _writer.WriteStartElement("style");
        _writer.WriteRaw(sheet);
        _writer.WriteFullEndElement();
    }

    /// <summary>
    /// Begins a drawing that fills the width, with its title and what it shows in words for those who do not see it.
    /// </summary>
    /// <param name="height">CSS pixels.</param>
    public Scope Drawing(int height, string title, string description, string classes = "")
    {
        string label = $"label{++_labels}";
        string text = Figure.Place(height);
        Scope scope = Open(
            "svg",
            ("class", $"drawing {classes}".TrimEnd()),
            ("role", "img"),
            ("aria-labelledby", $"{label}t {label}d"),
            ("width", "100%"),
            ("height", text));
        Element("title", title, ("id", label + "t"));
        Element("desc", description, ("id", label + "d"));
        return scope;
    }

    public void Dispose() => _writer.Dispose();

    private void Begin(string element, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _writer.WriteStartElement(element);
        foreach ((string name, string value) in attributes)
            _writer.WriteAttributeString(name, Printable(value));
    }

    /// <summary>With an end tag in any case: a div that ends itself is, to HTML, one that has begun.</summary>
    private void Close() => _writer.WriteFullEndElement();

    /// <summary>XML has no way to say most control characters.</summary>
    private static string Printable(string text)
    {
        if (text.All(XmlConvert.IsXmlChar))
            return text;
        StringBuilder printable = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            if (isPair)
                printable.Append(text[i++]);
            printable.Append(isPair || XmlConvert.IsXmlChar(text[i]) ? text[i] : Replacement);
        }
        return printable.ToString();
    }

    /// <summary>An element that has begun.</summary>
    public readonly struct Scope(Markup markup) : IDisposable
    {
        public void Dispose() => markup.Close();
    }
}
