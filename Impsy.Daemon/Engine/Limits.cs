namespace Impsy.Daemon.Engine;

/// <summary>The ranges of a setting wherever it comes from: configuration, OSC, page or state file.</summary>
internal static class Limits
{
    /// <summary>Seconds of silence before the model answers.</summary>
    public const float MinThreshold = 0;
    public const float MaxThreshold = 60;

    /// <summary>Factor on the time until a prediction is played; 0 is at once.</summary>
    public const float MinTimescale = 0;
    public const float MaxTimescale = 100;

    /// <summary>Of sigmatemp (0: the means) and pitemp (0: the most likely component).</summary>
    public const float MinTemperature = 0;
    public const float MaxTemperature = 10;

    /// <summary>Written so that it is false for NaN.</summary>
    public static bool Accepts(float value, float min, float max) => value >= min && value <= max;
}
