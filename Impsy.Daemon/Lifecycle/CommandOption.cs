namespace Impsy.Daemon.Lifecycle;

/// <summary>An option of a verb.</summary>
/// <param name="Name">Without the dashes, e.g. "config".</param>
/// <param name="Short">One letter, or null.</param>
/// <param name="Value">What help calls its value, e.g. "FILE"; null for a switch, which also has a --no- form.</param>
internal sealed record CommandOption(string Name, char? Short, string? Value, string Help);
