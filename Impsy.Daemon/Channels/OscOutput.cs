using System.Net;
using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Net;
using Impsy.Hardware.Osc;

namespace Impsy.Daemon.Channels;

/// <summary>
/// Sends every event as one OSC message, straight from the performance thread. The target's name is resolved on a
/// thread of its own and tried again until it is known; until then events are counted and not sent.
/// </summary>
internal sealed partial class OscOutput : IOutput, IDisposable
{
    private const int LongestRetryMilliseconds = 30_000;
    private const int CloseMilliseconds = 100;

    private readonly OscConfig _config;
    private readonly OscFloatMessage _message;
    private readonly UdpSender _sender;
    private readonly ILogger _logger;
    private readonly EventFd _stop = new();
    private readonly Thread _resolver;
    private Target? _target;
    private long _unresolved;

    /// <param name="controls">Numbers in a message: D-1.</param>
    /// <param name="sender">Not owned.</param>
    public OscOutput(OscConfig config, int controls, UdpSender sender, ILogger logger)
    {
        _config = config;
        _message = new OscFloatMessage(config.OutputAddress, controls);
        _sender = sender;
        _logger = logger;
        _resolver = new Thread(Resolve) { Name = "osc out resolver", IsBackground = true };
    }

    /// <summary>Events that came before the target's name was known.</summary>
    public long Unresolved => Volatile.Read(ref _unresolved);

    /// <summary>For people.</summary>
    public PortStatus Port { get; } = new("osc out");

    /// <summary>An address of numbers is known when this returns; a name later, perhaps.</summary>
    public void Start()
    {
        if (HostResolver.TryParse(_config.ClientIp, out IPAddress? address))
            Use(address);
        else
            _resolver.Start();
    }

    public void Play(long time, long interval, ReadOnlySpan<float> controls, ulong moved) => Send(controls);

    public void Thru(long time, in PlayerInput input, ReadOnlySpan<float> controls, ulong moved) => Send(controls);

    /// <summary>Leaves a thread behind that is still asking for a name: that cannot be cut short.</summary>
    public void Dispose()
    {
        _stop.Ring();
        if (!_resolver.IsAlive || _resolver.Join(CloseMilliseconds))
            _stop.Dispose();
    }

    private void Send(ReadOnlySpan<float> controls)
    {
        if (Volatile.Read(ref _target) is { } target)
            _sender.Send(_message.With(controls), target.Address);
        else
            Volatile.Write(ref _unresolved, _unresolved + 1);
    }

    private void Resolve()
    {
        int wait = 1000;
        bool told = false;
        while (true)
        {
            if (HostResolver.TryResolve(_config.ClientIp, out IPAddress? address, out string? problem))
            {
                Use(address);
                return;
            }
            if (!told)
                LogTrouble(_config.ClientIp, problem!);
            Port.Close($"{_config.ClientIp}: {problem}");
            told = true;
            if (_stop.Wait(wait))
                return;
            wait = Math.Min(2 * wait, LongestRetryMilliseconds);
        }
    }

    private void Use(IPAddress address)
    {
        IPEndPoint endPoint = new(address, _config.ClientPort);
        Volatile.Write(ref _target, new Target(new UdpAddress(endPoint)));
        Port.Open($"{_config.OutputAddress} to {endPoint}");
        LogTarget(_config.OutputAddress, endPoint);
    }

    [LoggerMessage(LogLevel.Information, "OSC out: {Address} to {EndPoint}")]
    private partial void LogTarget(string address, IPEndPoint endPoint);

    [LoggerMessage(LogLevel.Warning, "OSC out: {Host}: {Problem}; trying on")]
    private partial void LogTrouble(string host, string problem);

    // A reference is published whole; the address itself is too large to be.
    private sealed record Target(UdpAddress Address);
}
