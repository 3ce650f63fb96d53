using Impsy.Daemon.Engine;
using Impsy.Daemon.Lifecycle;
using Impsy.Daemon.Models;
using Impsy.Inference;

namespace Impsy.Daemon.Config;

/// <summary>
/// impsy check-config FILE: says what is wrong with a configuration, its model included, without starting anything.
/// </summary>
internal static class CheckConfigCommand
{
    /// <param name="output">Gets one line about a configuration that loads.</param>
    /// <param name="error">Gets a line per problem.</param>
    /// <returns>0, or 78 when the configuration or its model does not load.</returns>
    public static int Run(string path, TextWriter output, TextWriter error)
    {
        ConfigLoad load = ConfigFile.Load(path);
        foreach (ConfigProblem problem in load.Problems)
            error.WriteLine(problem);
        if (load.Config is null)
            return ExitCodes.Configuration;
        try
        {
            using IPredictor model = ModelFile.Load(load.Config.Model, path, seed: 0);
            output.WriteLine(Summary(load.Config, model.Metadata));
            return 0;
        }
        catch (ModelException refusal)
        {
            error.WriteLine(refusal.Message);
            return ExitCodes.Configuration;
        }
    }

    private static string Summary(InstrumentConfig config, ModelMetadata model)
    {
        (string Name, bool Used)[] channels =
        [
            ("osc", config.Osc is not null), ("midi", config.Midi is not null),
            ("websocket", config.WebSocket is not null), ("serial", config.Serial is not null),
            ("serialmidi", config.SerialMidi is not null), ("gpio", config.Gpio is not null),
            ("adc", config.Adc is not null),
        ];
        string used = string.Join(' ', channels.Where(channel => channel.Used).Select(channel => channel.Name));
        return $"{config.Path}: good: {InteractionModeText.Format(config.Interaction.Mode)}, "
            + $"{(used.Length == 0 ? "no channels" : used)}, {model.Describe()}";
    }
}
