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
}
