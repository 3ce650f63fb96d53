using System.Reflection;
using Impsy.Daemon.Config;

namespace Impsy.Daemon.Lifecycle;

/// <summary>The verbs of the command line. Exit 0, or as <see cref="ExitCodes"/> says.</summary>
internal static class CommandLine
{
    private const string DefaultConfig = "config.toml";

    private static readonly CommandVerb[] s_verbs =
    [
        new(
            "run",
            "Plays until SIGTERM or Ctrl-C. MODEL plays instead of the configured model.",
            ["MODEL"],
            [
                new("config", 'c', "FILE", $"the configuration ({DefaultConfig})"),
                new("logdir", 'l', "FOLDER", "where performances are logged (logs)"),
            ],
            ["impsy run -c configs/demo.toml", "impsy run models/mine.onnx -c config.toml -l logs"],
            arguments => RunCommand.Run(
                arguments.Value("config") ?? DefaultConfig, arguments.Value("logdir") ?? "logs", arguments.Positional(0))),
        new(
            "check-config",
            "Tells everything that is wrong with a configuration and its model, without starting anything.",
            ["FILE"],
            [],
            ["impsy check-config config.toml"],
            arguments => CheckConfigCommand.Run(arguments.Positional(0) ?? DefaultConfig, Console.Out, Console.Error)),
    ];

    /// <summary>E.g. "0.1.0+1a2b3c4d": the release, and the commit it was built from where git knew it.</summary>
    public static string Version { get; } = ReadVersion();

    public static int Invoke(string[] arguments)
    {
        switch (arguments.FirstOrDefault())
        {
            case "--help" or "-h" or "help":
                Console.Write(Help());
                return 0;
            case "--version":
                Console.WriteLine(Version);
                return 0;
            case null:
                Console.Error.Write(Help());
                return ExitCodes.Usage;
        }
        if (Array.Find(s_verbs, verb => verb.Name == arguments[0]) is not { } verb)
            return Refuse($"unknown command '{arguments[0]}'", "impsy --help");
        if (arguments[1..] is [.., "--help" or "-h"] or ["--help" or "-h", ..])
        {
            Console.Write(verb.Help());
            return 0;
        }
        return CommandArguments.TryParse(
            arguments.AsSpan(1), verb.Options, verb.Arguments.Count, out CommandArguments? parsed, out string? mistake)
            ? verb.Invoke(parsed)
            : Refuse(mistake, $"impsy {verb.Name} --help");
    }

    private static int Refuse(string mistake, string help)
    {
        Console.Error.WriteLine($"impsy: {mistake}; try '{help}'");
        return ExitCodes.Usage;
    }

    private static string Help() =>
        $"""
        IMPSY Edge {Version}: an instrument that listens, predicts what comes next and when, and plays it.

        usage: impsy COMMAND [ARGUMENTS]

        commands:
        {string.Join('\n', s_verbs.Select(verb => $"  {verb.Name,-14} {verb.Summary}"))}

          impsy COMMAND --help   tells more about one
          impsy --version        tells the version

        examples:
        {string.Join('\n', s_verbs.SelectMany(verb => verb.Examples).Select(example => $"  {example}"))}

        """;

    private static string ReadVersion()
    {
        const int CommitLength = 8;
        string version =
            typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?";
        int end = version.IndexOf('+', StringComparison.Ordinal) + 1 + CommitLength;
        return end > CommitLength && end < version.Length ? version[..end] : version;
    }
}
