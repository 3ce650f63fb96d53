using Impsy.Benchmarks.Driving;

namespace Impsy.Benchmarks.Soaking;

/// <summary>How the instrument is at one moment of a soak.</summary>
/// <param name="Seconds">Since the playing began.</param>
/// <param name="Sent">Inputs sent until then.</param>
/// <param name="Heard">Predictions that have come back until then.</param>
/// <param name="Obeyed">Whether it is in the mode that it was told last.</param>
internal sealed record SoakReading(
    double Seconds, ProcessReading Process, StatusReply Status, long Sent, long Heard, bool Obeyed);
