namespace Impsy.Daemon.Config.Toml;

/// <summary>A key of a table with its value. The key's place is that of its first mention.</summary>
internal sealed record TomlEntry(TomlKey Key, TomlValue Value);
