using Impsy.Daemon.Config;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Net;

namespace Impsy.Daemon.Channels;

/// <summary>Open Sound Control, both ways: the player's events and commands in, every event out.</summary>
internal sealed class OscChannel : IChannel
{
    private readonly OscConfig _config;
    private readonly ILogger _logger;
    private readonly UdpSender _sender = new();
    private readonly OscOutput _output;
    private readonly PortStatus _in;
    private OscInput? _input;

    /// <param name="controls">D-1.</param>
    public OscChannel(OscConfig config, int controls, EventFd bell, ILogger logger)
    {
        _config = config;
        _logger = logger;
        Inputs = new InputQueue(bell);
        _output = new OscOutput(config, controls, _sender, logger);
        Outputs = [_output];
        _in = new PortStatus("osc in") { Received = () => _input?.Messages ?? 0, Refused = () => _input?.Lost ?? 0 };
        Ports = [_in, _output.Port];
    }

    public InputQueue Inputs { get; }
    InputQueue? IChannel.Inputs => Inputs;
    public IReadOnlyList<IOutput> Outputs { get; }
    public IReadOnlyList<PortStatus> Ports { get; }

    /// <summary>The side that listens; null before <see cref="Listen"/>.</summary>
    public OscInput? Input => _input;

    /// <summary>Before Start: what comes is for this dispatcher, whose commands need an engine that plays through us.</summary>
    public void Listen(OscDispatcher dispatcher) => _input = new OscInput(_config, dispatcher, _in, _logger);

    public void Start()
    {
        _output.Start();
        _input?.Start();
    }

    public void Dispose()
    {
        _input?.Dispose();
        _output.Dispose();
        _sender.Dispose();
    }
}
