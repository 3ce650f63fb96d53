using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Midi;

/// <summary>Where MIDI messages leave the instrument: a port or a wire. Performance thread only; never waits.</summary>
internal interface IMidiSink
{
    /// <summary>What the message would take of the wire's budget, in its units.</summary>
    int CostOf(in MidiMessage message, long now);

    /// <returns>False when there is no room at the moment: it may be tried again.</returns>
    bool TrySend(in MidiMessage message, long now);
}
