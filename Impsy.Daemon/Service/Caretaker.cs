using Impsy.Daemon.Lifecycle;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Service;

/// <summary>
/// The thread that does what may take its time: reads the configuration again when it is asked to, tells systemd how
/// it goes, and keeps the state. Ordinary priority.
/// </summary>
/// <param name="keeper">Null: no state is kept.</param>
internal sealed class Caretaker(
    SystemdNotifier systemd, InstrumentStatus status, Reloader reloader, StateKeeper? keeper) : IDisposable
{
    private const int LookMilliseconds = 1000; // the state is written no oftener
    private const int LooksPerStatus = 2;

    private readonly EventFd _bell = new();
    private readonly StatusLine _line = new(systemd, status);
    private Thread? _thread;
    private int _reloads; // that are asked for
    private volatile bool _stopping;

    public void Start()
    {
        _thread = new Thread(Run) { Name = "caretaker", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Any thread: read the configuration again, soon.</summary>
    public void RequestReload()
    {
        Interlocked.Exchange(ref _reloads, 1);
        _bell.Ring();
    }

    /// <summary>Keeps the state for a last time.</summary>
    public void Dispose()
    {
        _stopping = true;
        _bell.Ring();
        _thread?.Join();
        _bell.Dispose();
    }

    private void Run()
    {
        _line.Look();
        Keep();
        for (int look = 1; !_stopping; look++)
        {
            _bell.Wait(LookMilliseconds);
            if (!_stopping && Interlocked.Exchange(ref _reloads, 0) != 0)
                Reload();
            else if (look % LooksPerStatus == 0)
                _line.Look();
            Keep();
        }
    }

    private void Keep()
    {
        if (status.Setup is { } setup)
            keeper?.Look(setup.Load);
    }

    private void Reload()
    {
        systemd.Reloading(MonotonicClock.Now());
        reloader.Reload();
        systemd.Ready();
        _line.Look();
    }
}
