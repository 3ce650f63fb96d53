namespace Impsy.Daemon.Commands;

/// <summary>An option of a verb.</summary>
/// <param name="Name">Without the dashes, e.g. "config".</param>
/// <param name="Short">One letter, or null.</param>
/// <param name="Value">What help calls its value, e.g. "FILE"; null for a switch, which also has an opposite.</param>
/// <param name="OppositeName">
/// Of a switch, what it is called without the dashes; null: "no-" and the name; empty: it has none.
/// </param>
internal sealed record CommandOption(
    string Name, char? Short, string? Value, string Help, string? OppositeName = null)
{
    public string Opposite => OppositeName ?? $"no-{Name}";

    /// <summary>How help writes it, e.g. "--config FILE", "--[no-]log-input" or "--verbose/--quiet".</summary>
    public string Usage =>
        Value is not null ? $"--{Name} {Value}"
        : OppositeName is null ? $"--[no-]{Name}"
        : OppositeName.Length == 0 ? $"--{Name}"
        : $"--{Name}/--{Opposite}";
}
