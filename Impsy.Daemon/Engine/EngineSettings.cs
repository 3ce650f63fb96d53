namespace Impsy.Daemon.Engine;

/// <summary>How the engine begins; all of it can change later by command.</summary>
/// <param name="Threshold">Seconds of silence after which the model responds, 0..60.</param>
/// <param name="InputThru">The player's input also goes to the outputs.</param>
/// <param name="Autostart">Play from the model's start vector at boot, instead of listening in silence.</param>
/// <param name="SigmaTemperature">0..10, or null for what the model suggests.</param>
/// <param name="PiTemperature">0..10, or null for what the model suggests.</param>
/// <param name="Timescale">Stretches what is played: 0 (at once) .. 100.</param>
internal readonly record struct EngineSettings(
    InteractionMode Mode,
    float Threshold,
    bool InputThru = false,
    bool Autostart = false,
    float? SigmaTemperature = null,
    float? PiTemperature = null,
    float Timescale = 1);
