using System.Globalization;
using Impsy.Daemon.Config;
using Impsy.Daemon.Config.Toml;
using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Commands;

/// <summary>Options that stand for keys of the configuration: those of Python IMPSY, under its names.</summary>
internal static class ConfigOptions
{
    private static readonly (string Key, CommandOption Option)[] s_all =
    [
        ("model.dimension", new("dimension", 'd', "N",
            $"values in an event: {ModelConfig.MinDimension}..{ModelConfig.MaxDimension}")),
        ("interaction.mode", new("mode", null, "MODE", InteractionModeText.All)),
        ("interaction.threshold", new("threshold", null, "SECONDS",
            $"silence before the model answers: {Limits.MinThreshold}..{Limits.MaxThreshold}")),
        ("interaction.input_thru", new("input-thru", null, null, "what is played goes to the outputs, too")),
        ("model.sigmatemp", new("sigma-temp", null, "X",
            $"how far the model strays: {Limits.MinTemperature}..{Limits.MaxTemperature}")),
        ("model.pitemp", new("pi-temp", null, "X",
            $"how often the unlikely happens: {Limits.MinTemperature}..{Limits.MaxTemperature}")),
        ("model.timescale", new("timescale", null, "X",
            $"stretches the model's time: {Limits.MinTimescale}..{Limits.MaxTimescale}")),
        ("verbose", new("verbose", null, null, "whether each event is told", "quiet")),
        ("log_input", new("log-input", null, null, "whether the player's events are logged")),
        ("log_predictions", new("log-predictions", null, null, "whether the model's events are logged")),
    ];

    /// <summary>What bears upon the model and the playing.</summary>
    public static IReadOnlyList<CommandOption> Playing { get; } =
        [.. s_all.Where(o => o.Key.Contains('.', StringComparison.Ordinal)).Select(o => o.Option)];

    /// <summary>The others, too.</summary>
    public static IReadOnlyList<CommandOption> All { get; } = [.. s_all.Select(o => o.Option)];

    /// <param name="mistakes">All of them, each naming its option; empty when the overrides may be used.</param>
    public static ConfigOverrides Read(CommandArguments arguments, out IReadOnlyList<string> mistakes)
    {
        ConfigOverrides overrides = new();
        foreach ((string key, CommandOption option) in s_all)
        {
            if (arguments.Value(option.Name) is { } text)
                overrides.Set(key, option.Value is null ? TomlValue.OfBoolean(default, text == "true") : Value(text));
        }
        mistakes = [.. overrides.FindMistakes().Select(problem =>
            $"--{Array.Find(s_all, o => o.Key == problem.Key).Option.Name}: {problem.Message}")];
        return overrides;
    }

    private static TomlValue Value(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
            return TomlValue.OfInteger(default, text, whole);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? TomlValue.OfFloat(default, text, number)
            : TomlValue.OfText(default, text);
    }
}
