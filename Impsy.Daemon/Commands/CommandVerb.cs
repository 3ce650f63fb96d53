using System.Text;

namespace Impsy.Daemon.Commands;

/// <summary>Something that impsy can be told to do.</summary>
/// <param name="Summary">Sentences, the first of them short.</param>
/// <param name="Arguments">What help calls its positional arguments, in order, e.g. "LOG" or "[MODEL]".</param>
/// <param name="Invoke">Does it and answers the exit code.</param>
internal sealed record CommandVerb(
    string Name, string Summary, IReadOnlyList<string> Arguments, IReadOnlyList<CommandOption> Options,
    IReadOnlyList<string> Examples, Func<CommandArguments, int> Invoke)
{
    /// <summary>The first sentence, for a list of verbs.</summary>
    public string Brief => Summary[..(Summary.IndexOf('.', StringComparison.Ordinal) + 1)];

    /// <summary>The text of --help.</summary>
    public string Help()
    {
        StringBuilder text = new();
        string options = Options.Count > 0 ? " [OPTIONS]" : "";
        string arguments = string.Concat(Arguments.Select(a => $" {a}"));
        text.Append("usage: impsy ").Append(Name).Append(options).Append(arguments).Append("\n\n").Append(Summary).Append('\n');
        if (Options.Count > 0)
            text.Append("\noptions:\n");
        foreach (CommandOption option in Options)
        {
            string both = option.Short is { } letter ? $"-{letter}, {option.Usage}" : $"    {option.Usage}";
            text.Append("  ").Append(both.PadRight(28)).Append(' ').Append(option.Help).Append('\n');
        }
        text.Append("\nexamples:\n");
        foreach (string example in Examples)
            text.Append("  ").Append(example).Append('\n');
        return text.ToString();
    }
}
