using Impsy.Daemon.Engine;
using Impsy.Daemon.Models;

namespace Impsy.Daemon.Service;

/// <summary>What the instrument was when it was last well: what a restart goes on with. A pause is no part of it.</summary>
/// <param name="Now">Its settings, as commands had made them; thru and autostart are the configuration's alone.</param>
/// <param name="Config">What the configuration said of them then: what it says otherwise now, counts.</param>
internal sealed record SavedState(EngineSettings Now, EngineSettings Config, SavedModels Models)
{
    /// <summary>
    /// How to go on with a configuration: what it says otherwise than before counts, and the rest stays as it was.
    /// </summary>
    /// <param name="config">What it says now.</param>
    /// <param name="before">What it said before.</param>
    /// <param name="was">As it was in the end.</param>
    /// <param name="isForced">Whether a key, such as "interaction.mode", was given with the command itself.</param>
    public static EngineSettings Resume(
        in EngineSettings config, in EngineSettings before, in EngineSettings was, Func<string, bool> isForced)
    {
        EngineSettings settings = config;
        if (config.Mode == before.Mode && !isForced("interaction.mode"))
            settings = settings with { Mode = was.Mode };
        if (config.Threshold == before.Threshold && !isForced("interaction.threshold"))
            settings = settings with { Threshold = was.Threshold };
        if (config.SigmaTemperature == before.SigmaTemperature && !isForced("model.sigmatemp"))
            settings = settings with { SigmaTemperature = was.SigmaTemperature };
        if (config.PiTemperature == before.PiTemperature && !isForced("model.pitemp"))
            settings = settings with { PiTemperature = was.PiTemperature };
        if (config.Timescale == before.Timescale && !isForced("model.timescale"))
            settings = settings with { Timescale = was.Timescale };
        return settings;
    }
}
