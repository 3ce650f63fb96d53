using System.Reflection;
using Impsy.Daemon.Config;
using Impsy.Daemon.Devices;
using Impsy.Daemon.Learning;
using Impsy.Daemon.Replay;
using Impsy.Daemon.Service;

namespace Impsy.Daemon.Commands;

/// <summary>The verbs of the command line. Exit 0, or as <see cref="ExitCodes"/> says.</summary>
internal static class CommandLine
{
    private const string DefaultConfig = "config.toml";

    private static readonly CommandOption s_config = new("config", 'c', "FILE", $"the configuration ({DefaultConfig})");

    private static readonly CommandOption s_control =
        new("control", null, "PATH", $"the socket of the instrument ({ControlClient.DefaultPath})");

    private static readonly CommandVerb[] s_verbs =
    [
        new(
            "run",
            "Plays until SIGTERM or Ctrl-C. MODEL, a file or a folder, plays instead of the configured model; options\n"
                + "count instead of what the configuration says.",
            ["[MODEL]"],
            [s_config, .. RunOptions.Own, .. ConfigOptions.All],
            [
                "impsy run -c configs/demo.toml",
                "impsy run models/mine.onnx -c config.toml -l logs",
                "impsy run -c config.toml --mode polyphony --timescale 0.5 --log-predictions",
            ],
            Run),
        new(
            "replay",
            "Plays a recorded performance to the model, and writes or sends what comes of it. The player's rows of\n"
                + "LOG count. The same log, configuration, model and seed give the same events at any speed.",
            ["LOG"],
            [s_config, .. ReplayOptions.Own, .. ConfigOptions.Playing],
            [
                "impsy replay logs/2019-01-17T12-37-38-9d-mdrnn.log -c config.toml",
                "impsy replay take.log -c config.toml --mode polyphony --seed 3 --to answer.log",
                "impsy replay take.log -c config.toml --to osc --speed 2",
            ],
            Replay),
        new(
            "status",
            "Tells how the instrument is that runs on this machine: what it plays, what is plugged in, how late it is.",
            [],
            [
                new("json", null, null, "as a line of JSON, for programs", ""),
                new("watch", 'w', null, "each second anew, with rates, until Ctrl-C", ""),
                s_control,
            ],
            ["impsy status", "impsy status --watch", "impsy status --json | jq .late_ms"],
            arguments => StatusCommand.Run(
                Control(arguments), arguments.Switch("json") ?? false, arguments.Switch("watch") ?? false, Console.Out,
                Console.Error)),
        new(
            "send",
            "Tells the instrument that runs on this machine what to do. COMMAND is mode, model, reset, pause,\n"
                + "sigmatemp, pitemp, timescale, threshold or reload; reload reads the configuration again.",
            ["COMMAND", "[VALUE]"],
            [s_control],
            ["impsy send mode battle", "impsy send model mine.onnx", "impsy send pause off", "impsy send reload"],
            Send),
        new(
            "check-config",
            "Tells everything that is wrong with a configuration and its model, without starting anything.",
            ["[FILE]"],
            [],
            ["impsy check-config config.toml"],
            arguments => CheckConfigCommand.Run(arguments.Positional(0) ?? DefaultConfig, Console.Out, Console.Error)),
        new(
            "devices",
            "Lists what can be played on and through. Each comes with the line that names it in a configuration.",
            [],
            [],
            ["impsy devices"],
            _ => DevicesCommand.Run(Console.Out)),
        new(
            "learn",
            "Writes a mapping while you move each control in turn. Turn a knob on a converter over its whole way. It\n"
                + "ends with Enter, with Ctrl-C, or when as many were moved as there are. What an instrument that plays\n"
                + "meanwhile has open is heard through it, and it plays on.",
            [],
            [.. LearnOptions.Own, s_control],
            [
                "impsy learn --controls 8", "impsy learn --serial /dev/ttyAMA0 --to midi.toml",
                "impsy learn --adc mcp3008:/dev/spidev0.0",
            ],
            Learn),
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
            return Refuse([$"unknown command '{arguments[0]}'"], "impsy --help");
        if (arguments[1..] is [.., "--help" or "-h"] or ["--help" or "-h", ..])
        {
            Console.Write(verb.Help());
            return 0;
        }
        return CommandArguments.TryParse(
            arguments.AsSpan(1), verb.Options, verb.Arguments.Count, out CommandArguments? parsed, out string? mistake)
            ? verb.Invoke(parsed)
            : Refuse([mistake], $"impsy {verb.Name} --help");
    }

    private static int Run(CommandArguments arguments)
    {
        RunOptions options = RunOptions.Read(
            arguments, arguments.Value("config") ?? DefaultConfig, ServiceEnvironment.Current,
            out IReadOnlyList<string> mistakes);
        return mistakes.Count == 0 ? RunCommand.Run(options) : Refuse(mistakes, "impsy run --help");
    }

    private static string Control(CommandArguments arguments) =>
        arguments.Value("control") ?? ControlClient.DefaultPath;

    private static int Send(CommandArguments arguments) => arguments.Positional(0) is { } command
        ? SendCommand.Run(Control(arguments), command, arguments.Positional(1), Console.Error)
        : Refuse(["expected a COMMAND"], "impsy send --help");

    private static int Replay(CommandArguments arguments) =>
        ReplayOptions.TryRead(
            arguments, arguments.Value("config") ?? DefaultConfig, out ReplayOptions? options,
            out IReadOnlyList<string> mistakes)
            ? ReplayCommand.Run(options)
            : Refuse(mistakes, "impsy replay --help");

    private static int Learn(CommandArguments arguments)
    {
        LearnOptions options = LearnOptions.Read(arguments, out IReadOnlyList<string> mistakes);
        return mistakes.Count == 0 ? LearnCommand.Run(options) : Refuse(mistakes, "impsy learn --help");
    }

    /// <param name="mistakes">All of them, at least one.</param>
    private static int Refuse(IReadOnlyList<string> mistakes, string help)
    {
        foreach (string mistake in mistakes)
            Console.Error.WriteLine($"impsy: {mistake}");
        Console.Error.WriteLine($"try '{help}'");
        return ExitCodes.Usage;
    }

    private static string Help() =>
        $"""
        IMPSY Edge {Version}: an instrument that listens, predicts what comes next and when, and plays it.

        usage: impsy COMMAND [ARGUMENTS]

        commands:
        {string.Join('\n', s_verbs.Select(verb => $"  {verb.Name,-14} {verb.Brief}"))}

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
