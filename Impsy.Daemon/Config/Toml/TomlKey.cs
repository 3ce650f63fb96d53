namespace Impsy.Daemon.Config.Toml;

/// <summary>One part of a dotted key, unquoted, and where it stands.</summary>
internal readonly record struct TomlKey(string Name, TomlPosition Position);
