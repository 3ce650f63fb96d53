using Impsy.Daemon.Midi;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Midi;

namespace Impsy.Daemon.WebSockets;

/// <summary>
/// The performance thread's end of the way to the clients: a ring, and a bell for the thread that reads it.
/// </summary>
/// <param name="bell">Of that thread. Not owned.</param>
internal sealed class WebSocketSink(EventFd bell) : IMidiSink
{
    // Twice as many as there can be note-offs at the end, when nobody tries a second time.
    private const int Capacity = 2 * NoteTable.Size;

    private readonly SpscRing<MidiMessage> _ring = new(Capacity);

    public int CostOf(in MidiMessage message, long now) => 1;

    public bool TrySend(in MidiMessage message, long now)
    {
        bool taken = _ring.TryWrite(message);
        bell.Ring();
        return taken;
    }

    /// <summary>The reading thread only.</summary>
    public bool TryTake(out MidiMessage message) => _ring.TryRead(out message);
}
