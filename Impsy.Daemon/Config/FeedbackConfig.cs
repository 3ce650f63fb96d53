using Impsy.Daemon.Config.Toml;

namespace Impsy.Daemon.Config;

/// <summary>The [feedback] table: what the controller is told of what the model does.</summary>
/// <param name="Ports">Ports of midi.in_device that are told; empty: none is.</param>
/// <param name="Light">Shows who plays; null: nothing does.</param>
/// <param name="Values">Whether the model's values go back, by the port's input mapping, to its rings and faders.</param>
internal sealed record FeedbackConfig(IReadOnlyList<string> Ports, StateLight? Light, bool Values)
{
    private const int Channels = 16;
    private const int MaxData = 127;

    public static FeedbackConfig Read(ConfigSection section)
    {
        IReadOnlyList<string> ports = section.TextList("port", "the name of a port");
        FeedbackConfig config = new(ports, ReadLight(section, "state"), section.Flag("values", true));
        if (ports.Count == 0)
            section.Warning(section.Line, "", "not used: it has no port");
        return config;
    }

    private static StateLight? ReadLight(ConfigSection section, string key)
    {
        if (!section.TryGet(key, out TomlValue? value))
            return null;
        if (value.Kind == TomlKind.Array && value.Items is
            [
                { Kind: TomlKind.Text, Text: "note_on" or "control_change" } type,
                { Kind: TomlKind.Integer, Integer: >= 1 and <= Channels } channel,
                { Kind: TomlKind.Integer, Integer: >= 0 and <= MaxData } number,
            ])
        {
            return new StateLight(type.Text == "note_on", (int)channel.Integer, (int)number.Integer);
        }
        return section.Wrong<StateLight?>(
            key, value, "[\"note_on\", channel 1..16, note 0..127] or [\"control_change\", channel, controller]", null);
    }
}
