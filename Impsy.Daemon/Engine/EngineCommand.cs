namespace Impsy.Daemon.Engine;

/// <summary>What a player can tell the instrument; one set for OSC, the page, a button and the control socket.</summary>
internal enum CommandKind
{
    Mode,
    Reset,
    Pause,
    SigmaTemperature,
    PiTemperature,
    Timescale,
    Threshold,
    TogglePause,

    /// <summary>The next four add to a setting, and stop at the ends of its range.</summary>
    SigmaTemperatureBy,
    PiTemperatureBy,
    TimescaleBy,
    ThresholdBy,

    /// <summary>So many modes on, or back; round and round.</summary>
    ModeBy,
}

/// <summary>One command on its way to the engine.</summary>
/// <param name="Value">The number it carries; for Pause, anything but 0 pauses.</param>
/// <param name="Mode">For Mode.</param>
internal readonly record struct EngineCommand(CommandKind Kind, float Value = 0, InteractionMode Mode = default)
{
    /// <summary>Whether the number may be used: false for NaN, too.</summary>
    public bool IsInRange => Kind switch
    {
        CommandKind.SigmaTemperature or CommandKind.PiTemperature =>
            Limits.Accepts(Value, Limits.MinTemperature, Limits.MaxTemperature),
        CommandKind.Timescale => Limits.Accepts(Value, Limits.MinTimescale, Limits.MaxTimescale),
        CommandKind.Threshold => Limits.Accepts(Value, Limits.MinThreshold, Limits.MaxThreshold),
        _ => true,
    };

    /// <summary>What a relative command comes to as the settings stand; any other is what it is.</summary>
    public EngineCommand ResolvedFor(InteractionEngine engine) => Kind switch
    {
        CommandKind.SigmaTemperatureBy => new EngineCommand(
            CommandKind.SigmaTemperature,
            Math.Clamp(engine.Temperatures.Sigma + Value, Limits.MinTemperature, Limits.MaxTemperature)),
        CommandKind.PiTemperatureBy => new EngineCommand(
            CommandKind.PiTemperature,
            Math.Clamp(engine.Temperatures.Pi + Value, Limits.MinTemperature, Limits.MaxTemperature)),
        CommandKind.TimescaleBy => new EngineCommand(
            CommandKind.Timescale, Math.Clamp(engine.Timescale + Value, Limits.MinTimescale, Limits.MaxTimescale)),
        CommandKind.ThresholdBy => new EngineCommand(
            CommandKind.Threshold, Math.Clamp(engine.Threshold + Value, Limits.MinThreshold, Limits.MaxThreshold)),
        CommandKind.ModeBy => new EngineCommand(CommandKind.Mode, Mode: ModeAfter(engine.Mode, (int)Value)),
        _ => this,
    };

    private static InteractionMode ModeAfter(InteractionMode mode, int steps)
    {
        const int Modes = (int)InteractionMode.UserOnly + 1;
        return (InteractionMode)((((int)mode + steps) % Modes + Modes) % Modes);
    }
}
