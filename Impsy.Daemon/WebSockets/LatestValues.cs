using Impsy.Hardware.Midi;

namespace Impsy.Daemon.WebSockets;

/// <summary>
/// Where each controller and wheel stands, so that a page that is opened later shows it, too: only changes are sent.
/// One thread at a time.
/// </summary>
internal sealed class LatestValues
{
    private readonly Dictionary<int, MidiMessage> _values = [];

    public void Follow(in MidiMessage message)
    {
        if (message.Type == MidiMessageType.ControlChange)
            _values[message.Status << 8 | message.Data1] = message;
        else if (message.Type == MidiMessageType.PitchBend)
            _values[message.Status << 8] = message;
    }

    public IReadOnlyCollection<MidiMessage> All => _values.Values;
}
