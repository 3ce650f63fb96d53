using System.Text;
using System.Text.RegularExpressions;
using Impsy.Daemon.Config;
using Impsy.Daemon.Config.Toml;
using Impsy.TestSupport;

namespace Impsy.Daemon.Tests.Config;

/// <summary>The files that users start from: ours, and those that come with Python IMPSY.</summary>
public partial class ShippedConfigTests
{
    [Fact]
    public void Every_shipped_file_loads_without_a_word()
    {
        string[] files = Directory.GetFiles(Path.Combine(Repository.Root, "configs"), "*.toml");
        Assert.InRange(files.Length, 6, 100);
        Assert.Empty(files.SelectMany(file => ConfigFile.Load(file).Problems));
    }

    [Fact]
    public void The_default_file_holds_every_key_that_exists_and_its_disabled_keys_are_right_too()
    {
        byte[] everything = Encoding.UTF8.GetBytes(DisabledLine().Replace(DefaultText(), "$1"));
        ConfigLoad load = ConfigFile.Parse("default.toml", everything);
        Assert.Empty(load.Problems);
        Assert.NotNull(load.Config);
        Assert.True(TomlReader.TryRead(everything, out TomlTable? root, out _));
        Assert.Equal(ConfigSchema.Keys.Order(StringComparer.Ordinal), Keys(root).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_key_of_the_default_file_has_a_comment_above_it()
    {
        string[] lines = DefaultText().Split('\n');
        List<string> bare = [];
        string above = "";
        foreach (string line in lines)
        {
            bool isKey = KeyLine().IsMatch(line);
            // Keys that belong together share a comment, so a key may follow a key that has one.
            if (isKey && !above.StartsWith('#') && !KeyLine().IsMatch(above))
                bare.Add(line);
            above = line;
        }
        Assert.Empty(bare);
    }

    [Fact]
    public void The_reference_names_every_key_in_the_section_it_belongs_to()
    {
        string reference = File.ReadAllText(Path.Combine(Repository.Root, "docs", "config.md"));
        Dictionary<string, string> sections = reference.Split("\n## ")[1..]
            .ToDictionary(text => text.Split('\n')[0].Trim('`'), StringComparer.Ordinal);
        List<string> missing = [];
        foreach (string key in ConfigSchema.Keys)
        {
            string[] parts = key.Split('.');
            string title = parts.Length == 1 ? "Top level" : $"[{parts[0]}]";
            if (!sections.TryGetValue(title, out string? text)
                || !Regex.IsMatch(text, $@"\n\| `{parts[^1]}(\.""[^""`]+"")?` \|"))
                missing.Add(key);
        }
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_example_of_the_reference_loads()
    {
        string reference = File.ReadAllText(Path.Combine(Repository.Root, "docs", "config.md"));
        string[] examples = [.. reference.Split("```toml\n")[1..].Select(text => text.Split("```")[0])];
        Assert.Equal(6, examples.Length);
        Assert.Empty(examples.SelectMany(text => ConfigFile.Parse("config.md", Encoding.UTF8.GetBytes(text)).Problems));
    }

    [SharedFact("upstream-configs")]
    public void Every_file_of_Python_IMPSY_loads_and_these_are_all_its_warnings()
    {
        string folder = SharedData.Find("upstream-configs");
        ConfigLoad[] loads = [.. Directory.GetFiles(folder, "*.toml").Order(StringComparer.Ordinal)
            .Select(ConfigFile.Load)];
        Assert.All(loads, load => Assert.NotNull(load.Config));
        Assert.InRange(loads.Length, 11, 100);
        const string NoMapping = "websocket: not used: it has neither input nor output";
        const string Wildcard =
            "osc.client_ip: expected an address to send to, found the text '0.0.0.0'; sending to 127.0.0.1";
        Assert.Equal(
        [
            $"AiC-alec-u2midipro.toml(53): warning: {NoMapping}",
            "default.toml(87): warning: serialmidi.port: '/dev/ttyAMA0' is the port of [serial] too: "
                + "one wire cannot carry both",
            $"op1-volca-fm.toml(53): warning: {NoMapping}",
            $"roland-s-1.toml(71): warning: {Wildcard}",
            $"user-only-example.toml(31): warning: {Wildcard}",
        ], loads.SelectMany(load => load.Problems).Select(problem => problem.ToString()[(folder.Length + 1)..]));
    }

    private static string DefaultText() => File.ReadAllText(Path.Combine(Repository.Root, "configs", "default.toml"));

    private static IEnumerable<string> Keys(TomlTable root) => root.Entries.SelectMany(entry =>
        entry.Value.Table is TomlTable section
            ? section.Entries.SelectMany(inner => inner.Value.IsArrayOfTables
                ? inner.Value.Items.SelectMany(item => item.Table!.Entries)
                    .Select(key => $"{entry.Key.Name}.{inner.Key.Name}.{key.Key.Name}")
                : [$"{entry.Key.Name}.{inner.Key.Name}"])
            : [entry.Key.Name]).Distinct();

    /// <summary>Prose never looks like this: it begins with a capital or has no "key = ".</summary>
    [GeneratedRegex(
        """^# (\[[a-z]+\]|\[\[[a-z.]+\]\]|  \["[a-z_]+", .*|\]|[a-z_]+(?:\."[^"]+")? = .*)$""", RegexOptions.Multiline)]
    private static partial Regex DisabledLine();

    [GeneratedRegex("""^(# )?[a-z_]+(\."[^"]+")? = """)]
    private static partial Regex KeyLine();
}
