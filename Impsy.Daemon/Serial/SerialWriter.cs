using Impsy.Daemon.Lifecycle;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Serial;

/// <summary>
/// The thread that waits for a serial wire in the performance thread's stead. It is woken for what there is to write,
/// and looks again every millisecond while the wire is behind.
/// </summary>
/// <param name="write">Writes what it can; true while something is left that the wire has no room for.</param>
internal sealed class SerialWriter(string name, Func<bool> write) : IDisposable
{
    private const int LookMilliseconds = 1;

    // What is left at the end are note-offs: three messages a millisecond leave, so this is hundreds of them.
    private const int FarewellMilliseconds = 100;

    private readonly EventFd _bell = new();
    private Thread? _thread;
    private volatile bool _stopping;

    /// <summary>Rung by whoever has something to write.</summary>
    public EventFd Bell => _bell;

    public void Start()
    {
        _thread = new Thread(Run) { Name = $"{name} out", IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        _stopping = true;
        _bell.Ring();
        _thread?.Join();
        _bell.Dispose();
    }

    private void Run()
    {
        RealTime.TryMakeFifo(PerformanceThread.InputPriority); // it only copies bytes, and what it copies is music
        while (!_stopping)
            _bell.Wait(write() ? LookMilliseconds : -1);
        long end = MonotonicClock.Now() + FarewellMilliseconds * 1_000_000L;
        while (write() && MonotonicClock.Now() < end)
            Thread.Sleep(LookMilliseconds);
    }
}
