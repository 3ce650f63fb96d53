using Impsy.Daemon.Midi;
using Impsy.Hardware.Midi;

namespace Impsy.Daemon.WebSockets;

/// <summary>
/// What clients send, turned into MIDI, one client at a time: together they are one port. Keys that a client holds come
/// up when it goes. Any thread; allocates nothing for a message.
/// </summary>
internal sealed class WebSocketInput(MidiReceiver receiver)
{
    private readonly Lock _lock = new();
    private readonly List<HeldNotes> _hands = [];
    private long _latest;
    private long _refused;

    /// <summary>Messages that were commands or inputs.</summary>
    public long Messages => receiver.Messages;

    /// <summary>Lines that are no MIDI, and messages that are no text.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <returns>The client's, for what follows.</returns>
    public HeldNotes Join()
    {
        HeldNotes hand = new();
        lock (_lock)
            _hands.Add(hand);
        return hand;
    }

    /// <param name="text">UTF-8, with any number of lines; empty: it was no text.</param>
    /// <param name="stamp">Monotonic nanoseconds at which it arrived.</param>
    public void Take(HeldNotes hand, ReadOnlySpan<byte> text, long stamp)
    {
        lock (_lock)
        {
            if (text.IsEmpty)
                _refused++;
            _latest = Math.Max(_latest, stamp); // whoever waited for the lock comes after who had it
            foreach (Range range in text.Split((byte)'\n'))
            {
                ReadOnlySpan<byte> line = text[range].TrimEnd((byte)'\r');
                if (line.IsEmpty)
                    continue;
                if (!MidiText.TryParse(line, out MidiMessage message))
                {
                    _refused++;
                    continue;
                }
                hand.Follow(message);
                receiver.Receive(message, _latest);
            }
        }
    }

    /// <summary>The client is gone. What it holds and nobody else does is let go.</summary>
    public void Leave(HeldNotes hand, long stamp)
    {
        lock (_lock)
        {
            _hands.Remove(hand);
            _latest = Math.Max(_latest, stamp);
            if (!hand.Any)
                return;
            if (!_hands.Exists(other => other.Any))
            {
                receiver.LiftAll(_latest);
                return;
            }
            for (int i = 0; i < NoteTable.Size; i++)
            {
                if (hand[i] && !_hands.Exists(other => other[i]))
                    receiver.Receive(MidiMessage.NoteOff(NoteTable.ChannelOf(i), NoteTable.NoteOf(i)), _latest);
            }
        }
    }
}
