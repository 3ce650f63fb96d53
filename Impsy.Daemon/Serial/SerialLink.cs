using Impsy.Daemon.Channels;
using Impsy.Daemon.Lifecycle;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Serial;

namespace Impsy.Daemon.Serial;

/// <summary>What a serial line says.</summary>
/// <param name="stamp">Monotonic nanoseconds at which the bytes were there.</param>
internal delegate void SerialBytes(ReadOnlySpan<byte> bytes, long stamp);

/// <summary>
/// Keeps a serial device open: a thread that opens it, reads, and opens it again when it was pulled out and has come
/// back, by the same path. Trouble is told once, when it begins.
/// </summary>
/// <param name="name">For the journal, such as "serial".</param>
/// <param name="received">On the link's thread.</param>
/// <param name="opened">Likewise, each time it opens, before the first bytes.</param>
/// <param name="lost">Likewise, when the device is gone.</param>
internal sealed partial class SerialLink(
    string name, string path, int baud, SerialBytes received, Action opened, Action<long> lost, ILogger logger)
    : IDisposable
{
    // Plugged in again, a device is used within this time of its node appearing; a look costs a system call.
    private const int RetryMilliseconds = 100;
    private const int BufferBytes = 4096; // as much as the kernel's

    private readonly EventFd _stop = new();
    private readonly ManualResetEventSlim _tried = new();
    private readonly Lock _closing = new(); // between the thread that closes the port and one that writes
    private Thread? _thread;
    private SerialPort? _port;
    private string? _trouble;
    private volatile bool _stopping;

    public EventFd Stopped => _stop;

    /// <summary>For people.</summary>
    public PortStatus Port { get; } = new(name);

    public bool IsOpen => Volatile.Read(ref _port) is { IsGone: false };

    public void Start()
    {
        _thread = new Thread(Run) { Name = $"{name} in", IsBackground = true };
        _thread.Start();
        _tried.Wait();
    }

    /// <summary>One writing thread: hands bytes to the driver, which takes what it has room for.</summary>
    /// <param name="ahead">How many bytes may be ahead of the wire.</param>
    /// <returns>Bytes taken; -1 when there is no device.</returns>
    public int Write(ReadOnlySpan<byte> bytes, int ahead)
    {
        lock (_closing)
        {
            if (Volatile.Read(ref _port) is not { IsGone: false } port)
                return -1;
            if (port.QueuedOutput + bytes.Length > Math.Max(ahead, bytes.Length))
                return 0;
            int taken = port.Write(bytes);
            return port.IsGone ? -1 : taken;
        }
    }

    public void Dispose()
    {
        _stopping = true;
        _stop.Ring();
        _thread?.Join();
        _stop.Dispose();
        _tried.Dispose();
    }

    private void Run()
    {
        RealTime.TryMakeFifo(PerformanceThread.InputPriority); // not permitted: the performance thread has said so
        byte[] buffer = new byte[BufferBytes];
        while (!_stopping)
        {
            if (TryOpen() is { } port)
            {
                opened();
                _tried.Set();
                ReadAll(port, buffer);
                Close(port);
            }
            _tried.Set();
            _stop.Wait(RetryMilliseconds);
        }
    }

    private void ReadAll(SerialPort port, byte[] buffer)
    {
        while (true)
        {
            switch (port.Read(buffer, out int count))
            {
                case SerialReadResult.Data:
                    received(buffer.AsSpan(0, count), MonotonicClock.Now());
                    break;
                case SerialReadResult.Gone:
                    LogGone(name, path);
                    Port.Close($"{path} is gone");
                    lost(MonotonicClock.Now());
                    return;
                default:
                    return;
            }
        }
    }

    private void Close(SerialPort port)
    {
        lock (_closing)
        {
            Volatile.Write(ref _port, null);
            port.Dispose();
        }
    }

    private SerialPort? TryOpen()
    {
        try
        {
            SerialPort port = new(path, baud, _stop);
            Volatile.Write(ref _port, port);
            _trouble = null;
            Port.Open($"{path}, {port.Baud} baud");
            LogOpen(name, path, port.Baud);
            return port;
        }
        catch (IOException failure)
        {
            if (failure.Message != _trouble)
                LogTrouble(name, failure.Message);
            _trouble = failure.Message;
            Port.Close(failure.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Information, "{Name}: {Path} open at {Baud} baud")]
    private partial void LogOpen(string name, string path, int baud);

    [LoggerMessage(LogLevel.Warning, "{Name}: {Path} is gone; waiting for it to come back")]
    private partial void LogGone(string name, string path);

    [LoggerMessage(LogLevel.Warning, "{Name}: {Problem}; waiting for it")]
    private partial void LogTrouble(string name, string problem);
}
