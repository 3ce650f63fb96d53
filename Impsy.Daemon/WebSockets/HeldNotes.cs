using Impsy.Daemon.Midi;
using Impsy.Hardware.Midi;

namespace Impsy.Daemon.WebSockets;

/// <summary>The keys that one client holds down: a bit for each channel and note. One thread at a time.</summary>
internal sealed class HeldNotes
{
    private readonly ulong[] _bits = new ulong[NoteTable.Size / 64];

    public void Follow(in MidiMessage message)
    {
        if (!message.IsNoteOn && !message.IsNoteOff)
            return;
        int index = NoteTable.Index(message.Channel, message.Data1);
        ulong bit = 1UL << (index & 63);
        if (message.IsNoteOn)
            _bits[index >> 6] |= bit;
        else
            _bits[index >> 6] &= ~bit;
    }

    public bool this[int index] => (_bits[index >> 6] >> (index & 63) & 1) != 0;

    public bool Any => _bits.AsSpan().ContainsAnyExcept(0UL);
}
