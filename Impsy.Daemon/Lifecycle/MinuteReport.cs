using Impsy.Daemon.Engine;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Lifecycle;

/// <summary>One line a minute with counts, when there was anything to count; a thread of its own.</summary>
internal sealed partial class MinuteReport(InstrumentStatus status, ILogger logger) : IDisposable
{
    private const int IntervalMilliseconds = 60_000;

    private readonly EventFd _stop = new();
    private Thread? _thread;
    private long _told;

    public void Start()
    {
        _thread = new Thread(Run) { Name = "report", IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        _stop.Ring();
        _thread?.Join();
        _stop.Dispose();
    }

    /// <summary>Tells what there is to tell since the last line, if anything.</summary>
    public void Write()
    {
        InteractionEngine engine = status.Engine;
        long refused = status.Refused;
        long happened = engine.InputCount + engine.PlayCount + refused;
        if (happened == _told)
            return;
        _told = happened;
        LatenessHistogram late = status.Loop.Lateness;
        LogCounts(
            engine.InputCount, engine.PlayCount, late.Percentile(0.5) / 1000, late.Percentile(0.99) / 1000, late.Max / 1000,
            engine.StallCount, status.Overflowed, refused, status.RefusedKinds);
    }

    private void Run()
    {
        while (!_stop.Wait(IntervalMilliseconds))
            Write();
    }

    [LoggerMessage(
        LogLevel.Information,
        "{Inputs} inputs, {Predictions} predictions; late p50 {P50} µs, p99 {P99}, max {Max}; "
        + "{Stalls} stalls, {Overflowed} overflowed, {Refused} refused {Kinds}")]
    private partial void LogCounts(
        long inputs, long predictions, long p50, long p99, long max, long stalls, long overflowed, long refused, string kinds);
}
