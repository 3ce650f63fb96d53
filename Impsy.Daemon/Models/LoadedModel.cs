using Impsy.Inference;

namespace Impsy.Daemon.Models;

/// <summary>A model that has predicted once.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Stamp">Of the file that was read, with its checksum.</param>
internal sealed record LoadedModel(IPredictor Predictor, string Path, ModelStamp Stamp)
{
    /// <summary>Whether it plays in the place of one that cannot.</summary>
    public bool IsCopy { get; init; }

    /// <summary>For people.</summary>
    public string Name => IsCopy ? "the last good model" : Stamp.Name;
}
