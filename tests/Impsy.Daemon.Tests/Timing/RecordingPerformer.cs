using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Tests.Timing;

/// <summary>Writes down what the engine does, in order.</summary>
internal sealed class RecordingPerformer : IPerformer
{
    public List<string> Order { get; } = [];
    public List<string> HeardFrom { get; } = [];
    public List<long> Deadlines { get; } = [];

    /// <summary>Called after this many plays.</summary>
    public int StopAfter { get; init; } = int.MaxValue;

    public Action? Stop { get; set; }

    public void Heard(int channel, long time, ReadOnlySpan<float> controls, ulong moved, bool thru)
    {
        Order.Add("heard");
        HeardFrom.Add($"{channel}@{time}");
    }

    public void Play(long deadline, ReadOnlySpan<float> controls, ulong moved)
    {
        Order.Add("play");
        Deadlines.Add(deadline);
        if (Deadlines.Count == StopAfter)
            Stop?.Invoke();
    }

    public void ReleaseNotes() => Order.Add("release");
}
