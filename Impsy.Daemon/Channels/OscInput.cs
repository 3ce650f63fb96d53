using System.Net;
using Impsy.Daemon.Config;
using Impsy.Daemon.Lifecycle;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Net;

namespace Impsy.Daemon.Channels;

/// <summary>
/// The OSC server: a thread that blocks on the socket, stamps, decodes and hands over. A port that is taken or a name
/// that does not resolve is told once and tried again every second; the instrument plays on meanwhile.
/// </summary>
internal sealed partial class OscInput : IDisposable
{
    private const int LargestDatagram = 65_535;
    private const int RetryMilliseconds = 1000;
    private const int CloseMilliseconds = 100;

    private readonly OscConfig _config;
    private readonly OscDispatcher _dispatcher;
    private readonly NetworkList _allowed;
    private readonly PortStatus _port;
    private readonly ILogger _logger;
    private readonly EventFd _stop = new();
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _tried = new();
    private UdpReceiver? _receiver;
    private string? _trouble;
    private volatile bool _stopping;
    private volatile bool _asking; // for the address of a name

    /// <param name="port">Told what becomes of it.</param>
    public OscInput(OscConfig config, OscDispatcher dispatcher, PortStatus port, ILogger logger)
    {
        _config = config;
        _port = port;
        _dispatcher = dispatcher;
        _allowed = new NetworkList([.. config.Allow]);
        _logger = logger;
        _thread = new Thread(Run) { Name = "osc in", IsBackground = true };
    }

    /// <summary>Messages taken.</summary>
    public long Messages => _dispatcher.Messages;

    public RefusalCounters Refused => _dispatcher.Refused;

    /// <summary>What was sent to us and not taken, for whatever reason.</summary>
    public long Lost => Refused.Total + Dropped;

    /// <summary>Packets that the kernel had to drop because the thread did not keep up.</summary>
    public long Dropped => Volatile.Read(ref _receiver)?.Dropped ?? 0;

    /// <summary>
    /// Starts the thread and waits for its first try to open the socket; but not for a name, which a name server that
    /// does not answer keeps for half a minute.
    /// </summary>
    public void Start()
    {
        _thread.Start();
        if (HostResolver.TryParse(_config.ServerIp, out _))
            _tried.Wait();
    }

    /// <summary>Leaves a thread behind that is still asking for a name: that cannot be cut short.</summary>
    public void Dispose()
    {
        _stopping = true;
        _stop.Ring();
        while (_thread.IsAlive && !_thread.Join(CloseMilliseconds))
        {
            if (_asking)
                return;
        }
        _stop.Dispose();
        _tried.Dispose();
    }

    private void Run()
    {
        RealTime.TryMakeFifo(PerformanceThread.InputPriority); // not permitted: the performance thread has said so
        while (!_stopping)
        {
            if (TryOpen() is { } receiver)
            {
                _tried.Set();
                using (receiver)
                    ReceiveAll(receiver);
            }
            else
            {
                _tried.Set();
                _stop.Wait(RetryMilliseconds);
            }
        }
    }

    private UdpReceiver? TryOpen()
    {
        _asking = true;
        bool known = HostResolver.TryResolve(_config.ServerIp, out IPAddress? address, out string? problem);
        _asking = false;
        if (!known)
            return Trouble($"{_config.ServerIp}: {problem}");
        try
        {
            UdpReceiver receiver = new(address!, _config.ServerPort, _stop);
            Volatile.Write(ref _receiver, receiver);
            _trouble = null;
            IPEndPoint bound = new(address!, receiver.BoundPort);
            _port.Open($"listening on {bound}");
            LogListening(bound);
            return receiver;
        }
        catch (IOException failure)
        {
            return Trouble(failure.Message);
        }
    }

    private UdpReceiver? Trouble(string problem)
    {
        if (problem != _trouble)
            LogTrouble(problem);
        _trouble = problem;
        _port.Close(problem);
        return null;
    }

    private void ReceiveAll(UdpReceiver receiver)
    {
        byte[] buffer = new byte[LargestDatagram];
        while (receiver.Receive(buffer, out UdpPacket packet))
        {
            if (!_allowed.Allows(packet.Sender))
                Refused.Count(OscRefusal.SenderNotAllowed);
            else if (packet.Truncated)
                Refused.Count(OscRefusal.PacketTooLong);
            else
                _dispatcher.Dispatch(buffer.AsSpan(0, packet.Length), packet.MonotonicStamp, packet.Sender, receiver);
        }
    }

    [LoggerMessage(LogLevel.Information, "OSC in: listening on {EndPoint}")]
    private partial void LogListening(IPEndPoint endPoint);

    [LoggerMessage(LogLevel.Warning, "OSC in: {Problem}; trying again every second")]
    private partial void LogTrouble(string problem);
}
