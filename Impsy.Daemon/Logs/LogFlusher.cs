using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Logs;

/// <summary>
/// Syncs a file on a thread of its own. fdatasync takes up to a second on a worn SD card; were the writer to wait for
/// it, the rows of that second would be in this process only, and a kill would lose them.
/// </summary>
internal sealed class LogFlusher : IDisposable
{
    private readonly object _gate = new();
    private readonly Thread _thread;
    private AppendFile? _file; // being synced
    private FileError _error;
    private bool _stopping;

    public LogFlusher()
    {
        _thread = new Thread(Run) { Name = "log sync", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Syncs since the start, those that failed included.</summary>
    public long Count { get; private set; }

    /// <returns>False while the last sync is still under way.</returns>
    public bool TryBegin(AppendFile file)
    {
        lock (_gate)
        {
            if (_file is not null)
                return false;
            _file = file;
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>Until nothing is under way, so that the file may be closed.</summary>
    public void Wait()
    {
        lock (_gate)
        {
            while (_file is not null)
                Monitor.Wait(_gate);
        }
    }

    /// <summary>Why a sync has failed since this was last asked.</summary>
    public FileError TakeError()
    {
        lock (_gate)
        {
            FileError error = _error;
            _error = FileError.None;
            return error;
        }
    }

    /// <summary>The sync under way, if any, still ends first.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.PulseAll(_gate);
        }
        _thread.Join();
    }

    private void Run()
    {
        while (true)
        {
            AppendFile file;
            lock (_gate)
            {
                while (_file is null && !_stopping)
                    Monitor.Wait(_gate);
                if (_file is null)
                    return;
                file = _file;
            }
            FileError error = file.Sync();
            lock (_gate)
            {
                if (!error.IsNone)
                    _error = error;
                _file = null;
                Count++;
                Monitor.PulseAll(_gate);
            }
        }
    }
}
