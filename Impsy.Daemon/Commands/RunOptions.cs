using Impsy.Daemon.Config;
using Impsy.Daemon.Config.Toml;
using Impsy.Daemon.Service;

namespace Impsy.Daemon.Commands;

/// <summary>What impsy run is told, by a person or by systemd.</summary>
/// <param name="Overrides">Of the configuration.</param>
/// <param name="HasModel">Whether the model was named with the command.</param>
/// <param name="StateFolder">What outlives the power is kept there; null: nothing is.</param>
/// <param name="ControlPath">Of the control socket; null: there is none.</param>
internal sealed record RunOptions(
    string ConfigPath, ConfigOverrides Overrides, bool HasModel, string LogFolder, string? StateFolder,
    string? ControlPath, ServiceEnvironment Service)
{
    /// <summary>Those of its own.</summary>
    public static IReadOnlyList<CommandOption> Own { get; } =
    [
        new("logdir", 'l', "FOLDER", "where performances are logged (logs)"),
        new("state", null, "FOLDER", "what survives a restart is kept there ($STATE_DIRECTORY/state, or nowhere)"),
        new("control", null, "PATH", "the socket for status and send ($RUNTIME_DIRECTORY/control.sock, or none)"),
    ];

    /// <param name="mistakes">All of them; empty when the options may be used.</param>
    public static RunOptions Read(
        CommandArguments arguments, string configPath, ServiceEnvironment service, out IReadOnlyList<string> mistakes)
    {
        ConfigOverrides overrides = ConfigOptions.Read(arguments, out mistakes);
        string? model = arguments.Positional(0) is { Length: > 0 } named ? named : null;
        if (model is not null)
            overrides.Set("model.file", TomlValue.OfText(default, Path.GetFullPath(model)));
        return new RunOptions(
            configPath,
            overrides,
            model is not null,
            arguments.Value("logdir") ?? "logs",
            arguments.Value("state") ?? service.StateFolder,
            arguments.Value("control") ?? service.ControlPath,
            service);
    }
}
