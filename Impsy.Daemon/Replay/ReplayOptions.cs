using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Impsy.Daemon.Commands;
using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Replay;

/// <summary>What a replay was asked for.</summary>
/// <param name="Overrides">Of the configuration.</param>
/// <param name="Speed">Of sending: above 0; infinity is as fast as can be.</param>
/// <param name="Seed">Of the model's choices, 0 or more.</param>
/// <param name="To">"osc", "stdout", or a new file that ends in .log.</param>
internal sealed record ReplayOptions(
    string LogPath, string ConfigPath, ConfigOverrides Overrides, double Speed, int Seed, string To)
{
    public const string ToOsc = "osc";
    public const string ToStandardOutput = "stdout";

    private const float MinSpeed = 0.01f;
    private const float MaxSpeed = 1000;

    /// <summary>The options that only a replay has.</summary>
    public static IReadOnlyList<CommandOption> Own { get; } =
    [
        new("speed", null, "X|max", "how fast it is sent, and nothing else (osc: 1, otherwise max)"),
        new("seed", null, "N", "the same seed gives the same performance (0)"),
        new("to", null, "osc|stdout|LOG", "the configured OSC client, standard output, or a new log (stdout)"),
    ];

    /// <param name="mistakes">All of them; empty when there are options.</param>
    public static bool TryRead(
        CommandArguments arguments, string configPath, [NotNullWhen(true)] out ReplayOptions? options,
        out IReadOnlyList<string> mistakes)
    {
        ConfigOverrides overrides = ConfigOptions.Read(arguments, out IReadOnlyList<string> wrong);
        List<string> all = [.. wrong];
        mistakes = all;
        string log = arguments.Positional(0) ?? "";
        if (log.Length == 0)
            all.Add("expected the LOG to replay");
        string to = arguments.Value("to") ?? ToStandardOutput;
        if (to is not (ToOsc or ToStandardOutput) && !to.EndsWith(".log", StringComparison.Ordinal))
            all.Add($"--to: expected osc, stdout or a file that ends in .log, found '{to}'");
        double speed = to == ToOsc ? 1 : double.PositiveInfinity;
        if (arguments.Value("speed") is { } speedText && !TryReadSpeed(speedText, out speed))
            all.Add(FormattableString.Invariant(
                $"--speed: expected max or a number {MinSpeed}..{MaxSpeed}, found '{speedText}'"));
        int seed = 0;
        if (arguments.Value("seed") is { } seedText
            && !int.TryParse(seedText, NumberStyles.None, CultureInfo.InvariantCulture, out seed))
            all.Add($"--seed: expected a whole number 0..{int.MaxValue}, found '{seedText}'");
        options = all.Count > 0 ? null : new ReplayOptions(log, configPath, overrides, speed, seed, to);
        return options is not null;
    }

    private static bool TryReadSpeed(string text, out double speed)
    {
        speed = double.PositiveInfinity;
        return text == "max"
            || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out speed)
                && Limits.Accepts((float)speed, MinSpeed, MaxSpeed));
    }
}
