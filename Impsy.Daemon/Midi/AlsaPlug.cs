using Impsy.Daemon.Channels;
using Impsy.Hardware.Alsa;

namespace Impsy.Daemon.Midi;

/// <summary>
/// One of our ports, and the ports of devices that belong to it: those which the configuration names, as they come and
/// go. The MIDI channel's thread only.
/// </summary>
/// <param name="name">As others see it.</param>
/// <param name="wanted">Which devices; null: other programs connect to it themselves.</param>
/// <param name="receiver">Of a port that listens.</param>
/// <param name="output">Of a port that is played through.</param>
/// <param name="sink">Of the output.</param>
internal sealed class AlsaPlug(
    string name, AlsaPortSelector? wanted, MidiReceiver? receiver, MidiOutput? output, AlsaSink? sink)
{
    private readonly Dictionary<AlsaAddress, string> _connected = [];

    /// <summary>For people.</summary>
    public PortStatus Status { get; } = new($"midi {name}");

    public MidiReceiver? Receiver => receiver;
    public MidiOutput? Output => output;
    public int Port { get; private set; }
    public string? Waiting { get; private set; }

    private AlsaPortDirection Direction => receiver is null ? AlsaPortDirection.Out : AlsaPortDirection.In;

    public void Create(AlsaSequencer sequencer) => Port = sequencer.CreatePort(name, Direction);

    /// <summary>From now on the performance thread sends through it.</summary>
    public void Attach(AlsaSequencer sequencer) => sink?.Attach(sequencer, Port);

    /// <summary>Connects what is there and wanted and not connected.</summary>
    /// <param name="ports">All that there are.</param>
    /// <returns>What there is to tell.</returns>
    public IEnumerable<string> Connect(AlsaSequencer sequencer, IReadOnlyList<AlsaPort> ports)
    {
        if (wanted is null)
        {
            Status.Open("for other programs");
            yield break;
        }
        IReadOnlyList<AlsaPort> matches = wanted.Match(ports, Direction);
        foreach (AlsaPort port in wanted.MeansMany ? matches : matches.Take(1))
        {
            if (_connected.ContainsKey(port.Address) || (!wanted.MeansMany && _connected.Count > 0))
                continue;
            bool connected = receiver is null
                ? sequencer.TryConnectTo(Port, port.Address, out string? problem)
                : sequencer.TryConnectFrom(port.Address, Port, out problem);
            if (!connected)
            {
                yield return $"{port.FullName}: {problem}";
                continue;
            }
            _connected[port.Address] = port.FullName;
            output?.Return();
            yield return $"{port.FullName} ({port.Address}) connected";
        }
        Waiting = _connected.Count == 0 ? wanted.Text : null;
        TellStatus();
    }

    /// <summary>A port of someone is no more.</summary>
    /// <returns>Its name when it was connected here; null otherwise.</returns>
    public string? Lose(AlsaAddress address, long now)
    {
        if (!_connected.Remove(address, out string? lost))
            return null;
        receiver?.LiftAll(now);
        TellStatus();
        return lost;
    }

    private void TellStatus()
    {
        if (_connected.Count == 0)
            Status.Close("waiting for it");
        else
            Status.Open(string.Join(", ", _connected.Values));
    }
}
