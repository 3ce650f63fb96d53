using Impsy.Daemon.Channels;
using Impsy.Daemon.Config;
using Impsy.Daemon.Learning;
using Impsy.Daemon.Midi;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Midi;
using Impsy.Hardware.Serial;

namespace Impsy.Daemon.Serial;

/// <summary>
/// MIDI over a serial line of 31250 baud, such as DIN sockets on the pins of a board. Never more than three messages
/// are ahead of the wire, so that a note-off need not queue behind what was meant to be played a while ago.
/// </summary>
internal sealed class SerialMidiChannel : IChannel
{
    private const int Ahead = 9;

    private readonly SerialLink _link;
    private readonly SerialWriter _writer;
    private readonly SerialMidiSink _sink;
    private readonly MidiOutput? _output;
    private readonly EventFd _bell;
    private readonly MidiReceiver? _receiver;
    private readonly InputTap _tap;
    private MidiParser _parser;
    private int _written; // of the bytes at the front of the ring

    /// <param name="parts">What all MIDI channels share.</param>
    public SerialMidiChannel(SerialMidiConfig config, MidiParts parts, ILogger logger)
    {
        _bell = parts.Bell;
        _tap = new InputTap(new HeardPort(HeardPortKind.SerialMidi, config.Port));
        Taps = [_tap];
        _link = new SerialLink("serial MIDI", config.Port, SerialPort.MidiBaud, Receive, Opened, Lost, logger);
        _writer = new SerialWriter("serial MIDI", Write);
        _sink = new SerialMidiSink(() => _link.IsOpen, _writer.Bell.Ring);
        if (config.Input.Count > 0)
        {
            Inputs = new InputQueue(_bell);
            _receiver = parts.CreateReceiver(config.Input, Inputs);
        }
        if (config.Output.Count > 0)
            _output = parts.CreateOutput(
                config.Output, _sink, WireBudget.Din, destination: $"serialmidi {config.Port}");
        Outputs = _output is null ? [] : [_output];
    }

    public InputQueue? Inputs { get; }
    public IReadOnlyList<IOutput> Outputs { get; }
    public IReadOnlyList<PortStatus> Ports => [_link.Port];
    public IReadOnlyList<InputTap> Taps { get; }

    public void Start()
    {
        _link.Start();
        _writer.Start();
    }

    public void Dispose()
    {
        _writer.Dispose(); // before the link: the last note-offs still leave
        _link.Dispose();
    }

    private void Opened()
    {
        _parser = default;
        _tap.IsThere = true;
        _sink.Reset();
        _output?.Return();
        _bell.Ring();
    }

    private void Lost(long now)
    {
        _tap.IsThere = false;
        _receiver?.LiftAll(now);
    }

    private void Receive(ReadOnlySpan<byte> bytes, long stamp)
    {
        foreach (byte value in bytes)
        {
            if (!_parser.TryPush(value, out MidiMessage message))
                continue;
            bool isMeant = _receiver?.Receive(message, stamp) ?? message.Channel > 0;
            if (isMeant && _tap.IsOpen(stamp))
                _tap.Write(RawMessage.Of(message, stamp));
        }
    }

    private bool Write()
    {
        while (_sink.TryPeek(out WireBytes bytes))
        {
            int taken = _link.Write(bytes.Bytes[_written..bytes.Length], Ahead);
            if (taken < 0)
                taken = bytes.Length; // nobody there: it is dropped
            _written += taken;
            if (_written < bytes.Length)
                return true;
            _written = 0;
            _sink.Advance();
        }
        return false;
    }
}
