namespace Impsy.Benchmarks;

/// <summary>How long to look at what.</summary>
/// <param name="Executable">The published instrument.</param>
/// <param name="Parts">Names of parts to run; empty: all.</param>
/// <param name="PredictionCalls">Of each way of predicting.</param>
internal sealed record BenchmarkOptions(
    string Executable, IReadOnlyList<string> Parts, int PredictionCalls, int OscSeconds, int PulseSeconds,
    int PlaySeconds)
{
    public const int Starts = 11;
    public const int IdleSeconds = 20;

    public static BenchmarkOptions Whole(string executable, IReadOnlyList<string> parts) =>
        new(executable, parts, PredictionCalls: 20_000, OscSeconds: 30, PulseSeconds: 60, PlaySeconds: 600);

    public static BenchmarkOptions Quick(string executable, IReadOnlyList<string> parts) =>
        new(executable, parts, PredictionCalls: 4000, OscSeconds: 5, PulseSeconds: 15, PlaySeconds: 60);
}
