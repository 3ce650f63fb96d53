namespace Impsy.Daemon.Config.Toml;

/// <summary>A place in a file, both counted from 1. Columns are UTF-16 units, as most editors count them.</summary>
internal readonly record struct TomlPosition(int Line, int Column);
