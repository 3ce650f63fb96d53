using Impsy.Daemon.Channels;
using Impsy.Daemon.Config;
using Impsy.Daemon.Lifecycle;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Alsa;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Midi;

/// <summary>
/// MIDI devices and programs, through ALSA's sequencer: a thread that blocks on it, hands on what is played, and
/// connects devices as they come. Sending is done by the performance thread itself.
/// </summary>
internal sealed partial class AlsaChannel : IChannel
{
    private const string Client = "IMPSY";
    private const int RetryMilliseconds = 1000;

    private readonly List<AlsaPlug> _plugs = [];
    private readonly List<IOutput> _outputs = [];
    private readonly Dictionary<string, byte> _sources = [];
    private readonly Dictionary<string, IOutput> _outputsByName = [];
    private readonly Dictionary<int, AlsaPlug> _byPort = [];
    private readonly ILogger _logger;
    private readonly EventFd _bell;
    private readonly EventFd _stop = new();
    private readonly ManualResetEventSlim _tried = new();
    private readonly Thread _thread;
    private string? _trouble;
    private AlsaSequencer? _sequencer;
    private volatile bool _stopping;
    private long _overruns;

    public AlsaChannel(MidiConfig config, FeedbackConfig? feedback, MidiParts parts, ILogger logger)
    {
        _logger = logger;
        _bell = parts.Bell;
        Inputs = new InputQueue(_bell);
        foreach (string device in config.InDevices)
            AddInput(device, config, feedback, parts);
        AddInput(MidiConfig.VirtualIn, config, null, parts);
        foreach (string device in config.OutDevices)
            AddOutput(device, config, parts);
        AddOutput(MidiConfig.VirtualOut, config, parts);
        foreach (string port in feedback?.Ports ?? [])
            AddLights(port, config, feedback!, parts);
        _thread = new Thread(Run) { Name = "midi in", IsBackground = true };
    }

    public InputQueue Inputs { get; }
    InputQueue? IChannel.Inputs => Inputs;
    public IReadOnlyList<IOutput> Outputs => _outputs;
    public IReadOnlyList<PortStatus> Ports => [.. _plugs.Select(plug => plug.Status)];

    /// <summary>Times that more came than there was room for.</summary>
    public long Overruns => Volatile.Read(ref _overruns);

    /// <summary>The source of what is played on a port of midi.in_device, for its routes.</summary>
    public IReadOnlyDictionary<string, byte> Sources => _sources;

    /// <summary>What plays a port of midi.out_device.</summary>
    public IReadOnlyDictionary<string, IOutput> OutputsByName => _outputsByName;

    public void Start()
    {
        _thread.Start();
        _tried.Wait();
    }

    public void Dispose()
    {
        _stopping = true;
        _stop.Ring();
        if (_thread.IsAlive)
            _thread.Join();
        _sequencer?.Dispose();
        _stop.Dispose();
        _tried.Dispose();
    }

    private static AlsaPortSelector? Selector(string device) =>
        AlsaPortSelector.TryParse(device, out AlsaPortSelector? selector, out _) ? selector : null;

    /// <summary>Of the port itself, else of the first device: what other programs expect to find there.</summary>
    private static IReadOnlyList<MidiMapping> MappingOf(
        string port, IReadOnlyDictionary<string, IReadOnlyList<MidiMapping>> mappings, IReadOnlyList<string> devices) =>
        mappings.TryGetValue(port, out IReadOnlyList<MidiMapping>? own) ? own
        : port is MidiConfig.VirtualIn or MidiConfig.VirtualOut ? devices.Select(mappings.GetValueOrDefault).FirstOrDefault(m => m is not null) ?? []
        : [];

    private void AddInput(string device, MidiConfig config, FeedbackConfig? feedback, MidiParts parts)
    {
        IReadOnlyList<MidiMapping> mappings = MappingOf(device, config.Inputs, config.InDevices);
        bool isTold = feedback?.Ports.Contains(device) ?? false;
        MidiReceiver receiver = parts.CreateReceiver(mappings, Inputs, isTold);
        _sources[device] = receiver.Source;
        bool isVirtual = device == MidiConfig.VirtualIn;
        _plugs.Add(new AlsaPlug(
            isVirtual ? device : $"{device} in", isVirtual ? null : Selector(device), receiver, null, null));
    }

    private void AddOutput(string device, MidiConfig config, MidiParts parts)
    {
        IReadOnlyList<MidiMapping> mappings = MappingOf(device, config.Outputs, config.OutDevices);
        AlsaSink sink = new();
        MidiOutput output = parts.CreateOutput(
            mappings, sink, WireBudget.PerSecond(config.MaxRate), destination: $"midi {device}");
        _outputs.Add(output);
        _outputsByName[device] = output;
        bool isVirtual = device == MidiConfig.VirtualOut;
        _plugs.Add(new AlsaPlug(
            isVirtual ? device : $"{device} out", isVirtual ? null : Selector(device), null, output, sink));
    }

    private void AddLights(string device, MidiConfig config, FeedbackConfig feedback, MidiParts parts)
    {
        IReadOnlyList<MidiMapping> values = feedback.Values
            ? [.. MappingOf(device, config.Inputs, config.InDevices).Where(mapping =>
                mapping.Kind is MidiMessageKind.ControlChange or MidiMessageKind.PitchBend)]
            : [];
        AlsaSink sink = new();
        MidiOutput output = parts.CreateOutput(
            values, sink, WireBudget.PerSecond(config.MaxRate), feedback.Light, $"lights {device}");
        _outputs.Add(output);
        _plugs.Add(new AlsaPlug($"{device} lights", Selector(device), null, output, sink));
    }

    private void Run()
    {
        RealTime.TryMakeFifo(PerformanceThread.InputPriority); // not permitted: the performance thread has said so
        while (!_stopping && !TryOpen())
        {
            _tried.Set();
            _stop.Wait(RetryMilliseconds);
        }
        if (_sequencer is not { } sequencer)
            return;
        Connect(sequencer);
        foreach (AlsaPlug plug in _plugs.Where(plug => plug.Waiting is not null))
            LogWaiting(plug.Waiting!);
        _tried.Set();
        while (sequencer.Read(out AlsaEvent told))
            Take(sequencer, told);
    }

    private bool TryOpen()
    {
        AlsaSequencer? sequencer = null;
        try
        {
            sequencer = new AlsaSequencer(Client, _stop);
            foreach (AlsaPlug plug in _plugs)
            {
                plug.Create(sequencer);
                _byPort[plug.Port] = plug;
            }
            foreach (AlsaPlug plug in _plugs)
                plug.Attach(sequencer);
            _sequencer = sequencer;
            LogOpen(sequencer.Client);
            return true;
        }
        catch (IOException failure)
        {
            sequencer?.Dispose();
            if (failure.Message != _trouble)
                LogTrouble(failure.Message);
            foreach (AlsaPlug plug in _plugs)
                plug.Status.Close(failure.Message);
            _trouble = failure.Message;
            return false;
        }
    }

    private void Take(AlsaSequencer sequencer, in AlsaEvent told)
    {
        switch (told.Kind)
        {
            case AlsaEventKind.Midi when _byPort.TryGetValue(told.OwnPort, out AlsaPlug? plug):
                plug.Receiver?.Receive(told.Message, told.Stamp);
                break;
            case AlsaEventKind.PortAdded:
                Connect(sequencer);
                break;
            case AlsaEventKind.PortGone:
                Lose(sequencer, told);
                break;
            case AlsaEventKind.Connected when _byPort.TryGetValue(told.OwnPort, out AlsaPlug? plug):
                // Who listens from now on has heard nothing so far.
                plug.Output?.Return();
                _bell.Ring();
                break;
            case AlsaEventKind.Disconnected when _byPort.TryGetValue(told.OwnPort, out AlsaPlug? plug):
                plug.Receiver?.LiftAll(told.Stamp);
                break;
            case AlsaEventKind.Overrun:
                Overrun(sequencer, told.Stamp);
                break;
        }
    }

    private void Connect(AlsaSequencer sequencer)
    {
        IReadOnlyList<AlsaPort> ports = sequencer.Ports();
        foreach (AlsaPlug plug in _plugs)
        {
            foreach (string news in plug.Connect(sequencer, ports))
                LogNews(plug.Receiver is null ? "out" : "in", news);
        }
        _bell.Ring();
    }

    private void Lose(AlsaSequencer sequencer, in AlsaEvent told)
    {
        string? lost = null;
        foreach (AlsaPlug plug in _plugs)
            lost = plug.Lose(told.Address, told.Stamp) ?? lost;
        if (lost is null)
            return;
        LogGone(lost);
        Connect(sequencer); // another of the same name may be there already
    }

    private void Overrun(AlsaSequencer sequencer, long now)
    {
        if (_overruns == 0)
            LogOverrun();
        Volatile.Write(ref _overruns, _overruns + 1);
        foreach (AlsaPlug plug in _plugs)
            plug.Receiver?.LiftAll(now);
        Connect(sequencer);
    }

    [LoggerMessage(LogLevel.Information, "MIDI: client {Number}, with the ports IMPSY In and IMPSY Out")]
    private partial void LogOpen(int number);

    [LoggerMessage(LogLevel.Warning, "MIDI: {Problem}; trying again every second")]
    private partial void LogTrouble(string problem);

    [LoggerMessage(LogLevel.Information, "MIDI: nothing is plugged in that '{Device}' means; waiting for it")]
    private partial void LogWaiting(string device);

    [LoggerMessage(LogLevel.Information, "MIDI {Direction}: {News}")]
    private partial void LogNews(string direction, string news);

    [LoggerMessage(LogLevel.Warning, "MIDI: {Port} is gone; waiting for it to come back")]
    private partial void LogGone(string port);

    [LoggerMessage(LogLevel.Warning, "MIDI in: more came than could be read; what was held is let go (told once)")]
    private partial void LogOverrun();
}
