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

    /// <summary>When the outputs want to be woken.</summary>
    public long NextWake { get; set; } = InteractionEngine.Never;

    public void Wake(long now)
    {
        Order.Add("sound");
        NextWake = InteractionEngine.Never;
    }

    public void Heard(
        int channel, long time, in PlayerInput input, ReadOnlySpan<float> controls, ulong moved, bool thru)
    {
        Order.Add("heard");
        HeardFrom.Add($"{channel}@{time}");
    }

    public void Lift(long time, in PlayerInput input) => Order.Add("lift");

    public void Play(long deadline, long interval, ReadOnlySpan<float> controls, ulong moved)
    {
        Order.Add("play");
        Deadlines.Add(deadline);
        if (Deadlines.Count == StopAfter)
            Stop?.Invoke();
    }

    public void ReleaseNotes(long now) => Order.Add("release");
}
