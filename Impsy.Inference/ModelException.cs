namespace Impsy.Inference;

/// <summary>
/// A model that cannot be played: unreadable, no model at all, or at odds with itself. An owner's mistake, so every
/// mistake is reported at once, one line each: "path: key: expected ..., found ...".
/// </summary>
public sealed class ModelException : Exception
{
    public ModelException(string path, IReadOnlyList<string> mistakes)
        : base(string.Join('\n', mistakes.Select(mistake => $"{path}: {mistake}")))
    {
        Path = path;
        Mistakes = mistakes;
    }

    public ModelException(string path, string mistake)
        : this(path, [mistake])
    {
    }

    /// <summary>The file, as the owner named it.</summary>
    public string Path { get; }

    /// <summary>At least one; without the path.</summary>
    public IReadOnlyList<string> Mistakes { get; }
}
