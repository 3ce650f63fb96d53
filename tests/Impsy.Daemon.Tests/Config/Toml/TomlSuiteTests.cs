using Impsy.TestSupport;
using Impsy.TomlDecoder;

namespace Impsy.Daemon.Tests.Config.Toml;

/// <summary>The official toml-test suite, those of its files that speak of TOML 1.0.</summary>
public class TomlSuiteTests
{
    [SharedFact("toml-test")]
    public void Every_valid_file_of_the_official_suite_means_what_it_says()
    {
        List<string> differences = [];
        string[] files = Files("valid");
        foreach (string file in files)
        {
            string expected = File.ReadAllText(Path.ChangeExtension(file, ".json"));
            string? difference = TaggedJson.TryDecode(File.ReadAllBytes(file), out string? json, out string? error)
                ? TaggedJsonComparison.Difference(expected, json) : error;
            if (difference is not null)
                differences.Add($"{file}: {difference}");
        }
        Assert.Empty(differences);
        Assert.InRange(files.Length, 100, 1000);
    }

    [SharedFact("toml-test")]
    public void Every_invalid_file_of_the_official_suite_is_refused_at_a_place_within_it()
    {
        List<string> accepted = [];
        string[] files = Files("invalid");
        foreach (string file in files)
        {
            if (TaggedJson.TryDecode(File.ReadAllBytes(file), out _, out string? error))
                accepted.Add(file);
            else
                Assert.Matches("^[1-9][0-9]*,[1-9][0-9]*: expected .+", error);
        }
        Assert.Empty(accepted);
        Assert.InRange(files.Length, 250, 1000);
    }

    private static string[] Files(string folder) =>
        Directory.GetFiles(SharedData.Find("toml-test", folder), "*.toml", SearchOption.AllDirectories);
}
