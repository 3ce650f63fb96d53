namespace Impsy.Daemon.Config;

/// <summary>Something the owner can fix in the file, printed so that an editor can jump to it.</summary>
/// <param name="Line">From 1; 0 when the problem is the file as a whole.</param>
/// <param name="Column">From 1, for what is not TOML at all; otherwise 0, because the line says enough.</param>
/// <param name="Key">Such as "model.pitemp"; empty when there is none.</param>
/// <param name="Message">What was expected and what was found.</param>
/// <param name="IsWarning">The configuration loads in spite of it.</param>
internal sealed record ConfigProblem(
    string File, int Line, int Column, string Key, string Message, bool IsWarning = false)
{
    public override string ToString()
    {
        string place = (Line, Column) switch
        {
            (0, _) => "",
            (_, 0) => $"({Line})",
            _ => $"({Line},{Column})",
        };
        return $"{File}{place}: {(IsWarning ? "warning: " : "")}{(Key.Length == 0 ? "" : $"{Key}: ")}{Message}";
    }
}
