using Impsy.Daemon.Models;
using Impsy.Inference;

namespace Impsy.Daemon.Service;

/// <summary>What a reload makes of the model.</summary>
/// <param name="Predictor">That is to play; null: the one that does.</param>
/// <param name="Model">Of which file it is; null: a random walk, or no change.</param>
internal sealed record ModelChange(IPredictor? Predictor, LoadedModel? Model)
{
    public static ModelChange None { get; } = new(null, null);

    public bool IsNone => Predictor is null;
}
