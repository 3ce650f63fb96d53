using Impsy.Daemon.Config.Toml;
using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Config;

/// <summary>The [interaction] table.</summary>
/// <param name="Threshold">Seconds of silence before the model answers, 0..60.</param>
/// <param name="InputThru">Whether the player's events go to the outputs too.</param>
/// <param name="Autostart">Whether it plays from the start, instead of listening for the first touch.</param>
internal sealed record InteractionConfig(InteractionMode Mode, float Threshold, bool InputThru, bool Autostart)
{
    public static InteractionConfig Read(ConfigSection section) => new(
        ReadMode(section, "mode"),
        section.Number("threshold", Limits.MinThreshold, Limits.MaxThreshold, fallback: 0.1f),
        section.Flag("input_thru", false),
        section.Flag("autostart", false));

    private static InteractionMode ReadMode(ConfigSection section, string key)
    {
        if (!section.TryGet(key, out TomlValue? value))
            return InteractionMode.CallResponse;
        if (value.Kind == TomlKind.Text && InteractionModeText.TryParse(value.Text, out InteractionMode mode))
            return mode;
        return section.Wrong(key, value, InteractionModeText.All, InteractionMode.CallResponse);
    }
}
