namespace Impsy.Daemon.Config.Toml;

/// <summary>Why a text is not TOML 1.0: the first mistake, what was expected there and what was found.</summary>
internal sealed record TomlError(TomlPosition Position, string Message);
