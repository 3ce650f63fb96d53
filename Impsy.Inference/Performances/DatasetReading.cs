namespace Impsy.Inference.Performances;

/// <summary>What a dataset file holds.</summary>
/// <param name="Dimension">Values per event including the time delta: 2..65.</param>
/// <param name="Takes">Those with at least one event, in the order of the file; none has an opening.</param>
/// <param name="EmptyTakes">Takes without events, which Python IMPSY writes for logs of a single row.</param>
/// <param name="ClockSteps">
/// Events whose dt was below 0, because the clock was set back while Python IMPSY recorded; their dt counts as 0.
/// </param>
public sealed record DatasetReading(int Dimension, IReadOnlyList<Take> Takes, int EmptyTakes, long ClockSteps);
