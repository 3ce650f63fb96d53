namespace Impsy.Inference.Performances;

/// <summary>What stands before the values of a row.</summary>
/// <param name="WallMicroseconds">Civil time in the log's own zone, as <see cref="CivilTime"/> counts it.</param>
public readonly record struct LogStamp(long WallMicroseconds, LogSource Source);
