using Impsy.Daemon.Config.Toml;
using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Config;

/// <summary>What a button, a switch or an encoder on the pins tells the instrument to do.</summary>
/// <param name="IsNextModel">The next model of the folder; otherwise <paramref name="Command"/>.</param>
/// <param name="Command">For one press, or one step of an encoder forward.</param>
internal readonly record struct PinCommand(bool IsNextModel, EngineCommand Command)
{
    private static readonly (string Word, PinCommand Meaning)[] s_ofButtons =
    [
        ("pause", Of(CommandKind.TogglePause)),
        ("reset", Of(CommandKind.Reset)),
        ("next_model", new PinCommand(true, default)),
        ("next_mode", Of(CommandKind.ModeBy, 1)),
        ("callresponse", Of(InteractionMode.CallResponse)),
        ("polyphony", Of(InteractionMode.Polyphony)),
        ("filter", Of(InteractionMode.Filter)),
        ("battle", Of(InteractionMode.Battle)),
        ("useronly", Of(InteractionMode.UserOnly)),
        ("sigmatemp_up", Of(CommandKind.SigmaTemperatureBy, 1)),
        ("sigmatemp_down", Of(CommandKind.SigmaTemperatureBy, -1)),
        ("pitemp_up", Of(CommandKind.PiTemperatureBy, 1)),
        ("pitemp_down", Of(CommandKind.PiTemperatureBy, -1)),
        ("timescale_up", Of(CommandKind.TimescaleBy, 1)),
        ("timescale_down", Of(CommandKind.TimescaleBy, -1)),
        ("threshold_up", Of(CommandKind.ThresholdBy, 1)),
        ("threshold_down", Of(CommandKind.ThresholdBy, -1)),
    ];

    private static readonly (string Word, PinCommand Meaning)[] s_ofEncoders =
    [
        ("mode", Of(CommandKind.ModeBy, 1)),
        ("sigmatemp", Of(CommandKind.SigmaTemperatureBy, 1)),
        ("pitemp", Of(CommandKind.PiTemperatureBy, 1)),
        ("timescale", Of(CommandKind.TimescaleBy, 1)),
        ("threshold", Of(CommandKind.ThresholdBy, 1)),
    ];

    /// <returns>Null when the section has no command, or a wrong one.</returns>
    public static PinCommand? Read(ConfigSection section, PinInputKind kind)
    {
        const float LeastStep = 0.001f;
        float step = section.Number("step", LeastStep, Limits.MaxTemperature, fallback: 0.05f);
        if (!section.TryGet("command", out TomlValue? _))
            return null;
        PinCommand command = section.Choice("command", kind == PinInputKind.Encoder ? s_ofEncoders : s_ofButtons);
        EngineCommand engine = command.Command;
        if (kind == PinInputKind.Switch && engine.Kind == CommandKind.TogglePause)
            return Of(CommandKind.Pause);
        bool isSetting = engine.Kind is CommandKind.SigmaTemperatureBy or CommandKind.PiTemperatureBy
            or CommandKind.TimescaleBy or CommandKind.ThresholdBy;
        return isSetting ? command with { Command = engine with { Value = engine.Value * step } } : command;
    }

    private static PinCommand Of(CommandKind kind, float value = 0) => new(false, new EngineCommand(kind, value));

    private static PinCommand Of(InteractionMode mode) => new(false, new EngineCommand(CommandKind.Mode, Mode: mode));
}
