using Impsy.Daemon.Commands;
using Impsy.Daemon.Config;

namespace Impsy.Daemon.Service;

/// <summary>The configuration to start with: the one that is named, or else the last that worked.</summary>
/// <param name="Load">Null: there is none to play by.</param>
/// <param name="Problems">Of the one that is named.</param>
/// <param name="Refusal">Why that one is not used, in a line; empty when it is.</param>
internal sealed record StartConfig(ConfigLoad? Load, IReadOnlyList<ConfigProblem> Problems, string Refusal)
{
    public static StartConfig Choose(RunOptions options)
    {
        ConfigLoad load = ConfigFile.Load(options.ConfigPath, options.Overrides);
        if (load.Config is not null)
            return new StartConfig(load, load.Problems, "");
        string refusal = load.Problems.First(problem => !problem.IsWarning).ToString();
        return new StartConfig(LastGood(options), load.Problems, refusal);
    }

    private static ConfigLoad? LastGood(RunOptions options)
    {
        if (options.StateFolder is null || new StateFolder(options.StateFolder).Configs.Find() is not { } copy)
            return null;
        try
        {
            // Under its own name: what it names beside itself is not in the state folder.
            ConfigLoad load = ConfigFile.Parse(options.ConfigPath, File.ReadAllBytes(copy), options.Overrides);
            return load.Config is null ? null : load;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
