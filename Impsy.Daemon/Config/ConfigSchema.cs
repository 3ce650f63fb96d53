using Impsy.Daemon.Config.Toml;

namespace Impsy.Daemon.Config;

/// <summary>
/// The keys that exist. No list of its own that could differ from the code: the keys that reading an empty file asks
/// for.
/// </summary>
internal static class ConfigSchema
{
    /// <summary>Full names, such as "title", "model.pitemp", or "midi.input" for all its ports.</summary>
    public static IReadOnlyList<string> Keys { get; } = Collect();

    private static IReadOnlyList<string> Collect()
    {
        ConfigReport report = new("");
        InstrumentConfig.Read("", new ConfigSection(report, new TomlTable(TomlTableOrigin.Header)));
        return report.KnownKeys;
    }
}
