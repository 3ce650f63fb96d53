using Impsy.Daemon.Config;
using Impsy.Daemon.Commands;
using Impsy.Daemon.Learning;
using Impsy.Daemon.Replay;
using Impsy.TestSupport;

namespace Impsy.Daemon.Tests.Commands;

/// <summary>The pages about the command line and about Python IMPSY, held to the code.</summary>
public class CommandDocumentationTests
{
    [Fact]
    public void The_page_on_the_command_line_names_every_option()
    {
        string page = Page("command-line.md");
        CommandOption[] options = [.. ConfigOptions.All, .. LearnOptions.Own, .. ReplayOptions.Own, .. RunOptions.Own];
        IEnumerable<string> names = options.Select(option => $"--{option.Name}");
        Assert.Equal([], Missing(page, names, end: ""));
        IEnumerable<string> opposites =
            ConfigOptions.All.Where(option => option.Value is null).Select(option => $"--{option.Opposite}");
        Assert.Equal([], Missing(page, opposites));
    }

    [Fact]
    public void The_page_for_those_who_come_from_Python_IMPSY_names_every_key()
    {
        Assert.Equal([], Missing(Page("from-python-impsy.md"), ConfigSchema.Keys));
    }

    /// <summary>Names that the page does not have in backquotes.</summary>
    private static string[] Missing(string page, IEnumerable<string> names, string end = "`") =>
        [.. names.Where(name => !page.Contains($"`{name}{end}", StringComparison.Ordinal))];

    private static string Page(string name) => File.ReadAllText(Path.Combine(Repository.Root, "docs", name));
}
