using System.Globalization;
using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Config;

/// <summary>`impsy check-config FILE`: says what is wrong with a configuration, without starting anything.</summary>
internal static class CheckConfigCommand
{
    /// <summary>EX_CONFIG of sysexits.h: systemd is told not to start again on it.</summary>
    public const int ConfigExitStatus = 78;

    /// <param name="output">Gets one line about a configuration that loads.</param>
    /// <param name="error">Gets a line per problem.</param>
    /// <returns>0, or 78 when the configuration does not load.</returns>
    public static int Run(string path, TextWriter output, TextWriter error)
    {
        ConfigLoad load = ConfigFile.Load(path);
        foreach (ConfigProblem problem in load.Problems)
            error.WriteLine(problem);
        if (load.Config is null)
            return ConfigExitStatus;
        output.WriteLine(Summary(load.Config));
        return 0;
    }

    private static string Summary(InstrumentConfig config)
    {
        string dimension = config.Model.Dimension is int known
            ? string.Create(CultureInfo.InvariantCulture, $"dimension {known}") : "the model's dimension";
        (string Name, bool Used)[] channels =
        [
            ("osc", config.Osc is not null), ("midi", config.Midi is not null),
            ("websocket", config.WebSocket is not null), ("serial", config.Serial is not null),
            ("serialmidi", config.SerialMidi is not null),
        ];
        string used = string.Join(' ', channels.Where(channel => channel.Used).Select(channel => channel.Name));
        return $"{config.Path}: good: {InteractionModeText.Format(config.Interaction.Mode)}, {dimension}, "
            + $"{config.Model.File ?? "no model file (a random walk)"}, {(used.Length == 0 ? "no channels" : used)}";
    }
}
