using Impsy.Hardware.Alsa;
using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Midi;

/// <summary>
/// One of our ports that messages leave by. While the sequencer is not open, what is sent is dropped: nobody could be
/// listening. Performance thread, but for <see cref="Attach"/>.
/// </summary>
internal sealed class AlsaSink : IMidiSink
{
    private AlsaSequencer? _sequencer;
    private int _port;

    /// <summary>Any thread, once.</summary>
    public void Attach(AlsaSequencer sequencer, int port)
    {
        _port = port;
        Volatile.Write(ref _sequencer, sequencer);
    }

    public int CostOf(in MidiMessage message, long now) => 1;

    public bool TrySend(in MidiMessage message, long now) =>
        Volatile.Read(ref _sequencer) is not { } sequencer || sequencer.TrySend(_port, message);
}
