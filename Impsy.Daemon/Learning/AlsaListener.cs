using Impsy.Hardware.Alsa;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Learning;

/// <summary>Listens to every MIDI device that is plugged in: they can be shared. One thread.</summary>
internal sealed class AlsaListener(LearnSession session)
{
    private readonly Dictionary<AlsaAddress, HeardPort> _ports = [];

    public void Run()
    {
        try
        {
            using AlsaSequencer sequencer = new("IMPSY learn", session.Stop);
            int port = sequencer.CreatePort("IMPSY learn", AlsaPortDirection.In);
            Connect(sequencer, port);
            while (sequencer.Read(out AlsaEvent told))
            {
                if (told.Kind == AlsaEventKind.Midi && _ports.TryGetValue(told.Address, out HeardPort? heard))
                    session.Hear(heard, RawMessage.Of(told.Message, MonotonicClock.Now()));
                else if (told.Kind == AlsaEventKind.PortAdded)
                    Connect(sequencer, port);
            }
        }
        catch (IOException failure)
        {
            session.Fail(failure);
        }
    }

    private void Connect(AlsaSequencer sequencer, int port)
    {
        foreach (AlsaPort other in sequencer.Ports().Where(other =>
            other.IsReadable && other.Kind == AlsaPortKind.Hardware && !_ports.ContainsKey(other.Address)))
        {
            if (!sequencer.TryConnectFrom(other.Address, port, out string? problem))
            {
                session.Tell($"{other.FullName}: {problem}");
                continue;
            }
            _ports[other.Address] = new HeardPort(HeardPortKind.Midi, other.Name);
            session.Tell($"listening to {other.FullName}");
        }
    }
}
