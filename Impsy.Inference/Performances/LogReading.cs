namespace Impsy.Inference.Performances;

/// <summary>What logs hold, and what could not be used of them.</summary>
/// <param name="Takes">In the order of the file names, each file's in the order of play.</param>
public sealed record LogReading(IReadOnlyList<Take> Takes, LogReport Report);
