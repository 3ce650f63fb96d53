using System.Text;
using Impsy.Daemon.Config.Toml;

namespace Impsy.Daemon.Config;

/// <summary>
/// What a configuration says, section by section, in one form whatever the order, the blanks and the comments: to tell
/// what is another than before. Options of the command line are in it.
/// </summary>
/// <param name="root">The whole file, read to its end.</param>
internal sealed class SectionTexts(TomlTable root)
{
    /// <param name="path">A section or a key, such as "osc" or "midi.max_rate"; empty text when it is absent.</param>
    public string this[string path]
    {
        get
        {
            TomlTable? table = root;
            TomlValue? value = null;
            foreach (string name in path.Split('.'))
            {
                value = table is not null && table.TryGet(name, out TomlEntry? entry) ? entry.Value : null;
                table = value?.Table;
            }
            StringBuilder text = new();
            if (value is not null)
                Append(text, value);
            return text.ToString();
        }
    }

    private static void Append(StringBuilder text, TomlValue value)
    {
        switch (value.Kind)
        {
            case TomlKind.Table:
                text.Append('{');
                foreach (TomlEntry entry in value.Table!.Entries.OrderBy(e => e.Key.Name, StringComparer.Ordinal))
                {
                    Append(text, TomlKind.Text, entry.Key.Name);
                    Append(text, entry.Value);
                }
                text.Append('}');
                break;
            case TomlKind.Array:
                text.Append('[');
                foreach (TomlValue item in value.Items)
                    Append(text, item);
                text.Append(']');
                break;
            default:
                Append(text, value.Kind, value.Text);
                break;
        }
    }

    // With its length, so that no text can look like two.
    private static void Append(StringBuilder text, TomlKind kind, string scalar) =>
        text.Append((int)kind).Append(':').Append(scalar.Length).Append(':').Append(scalar).Append(',');
}
