using System.Numerics;
using Impsy.Daemon.Engine;
using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Midi;

/// <summary>
/// Paces what goes to a sink. When it cannot all go, what waits is every note-off, which go first, and the newest
/// message of each key: a slow wire is late by a moment, and never by a backlog. Performance thread; allocates nothing.
/// </summary>
/// <param name="keys">How many things are sent that replace each other: messages come with a key of 0..keys-1.</param>
/// <param name="echoes">Told what is sent; null: nobody listens on that side.</param>
internal sealed class MidiWire(IMidiSink sink, WireBudget budget, int keys, EchoFilter? echoes)
{
    /// <summary>When a sink without room is tried again.</summary>
    private const long RetryAfter = 5_000_000;

    private readonly MidiMessage[] _newest = new MidiMessage[keys];
    private readonly bool[] _waits = new bool[keys];
    private readonly int[] _order = new int[keys]; // a ring of the keys that wait, the oldest first
    private readonly ulong[] _offs = new ulong[NoteTable.Size / 64];
    private WireBudget _budget = budget;
    private int _first;
    private int _count;
    private int _offCount;
    private long _retryAt;

    /// <summary>Messages that a newer one of the same key replaced before they could go.</summary>
    public long Replaced { get; private set; }

    public long Sent { get; private set; }

    /// <summary>Messages that wait at the moment.</summary>
    public int Backlog => _count + _offCount;

    public long NextWake => Backlog == 0 ? InteractionEngine.Never : Math.Max(_retryAt, _budget.NextAt(3));

    /// <summary>Sends it, now or when there is room.</summary>
    public void Send(int key, in MidiMessage message, long now)
    {
        if (message.IsNoteOff)
        {
            // Note-offs overtake: one that overtook its own note-on would leave it sounding for ever.
            if (!CancelStrike(message))
                SendOff(message, now);
            return;
        }
        if (Backlog == 0 && TrySend(message, now))
            return;
        _newest[key] = message;
        if (_waits[key])
        {
            Replaced++;
            return;
        }
        _waits[key] = true;
        _order[(_first + _count++) % keys] = key;
    }

    /// <summary>Sends a note-off even if it cancels its note-on: the note may sound from another time.</summary>
    public void Silence(in MidiMessage off, long now)
    {
        CancelStrike(off);
        SendOff(off, now);
    }

    /// <summary>Sends what there is room for.</summary>
    public void Pump(long now)
    {
        if (now < _retryAt)
            return;
        while (_offCount > 0)
        {
            MidiMessage off = FirstOff(out int index);
            if (!TrySend(off, now))
                return;
            Unmark(index);
        }
        while (_count > 0)
        {
            int key = _order[_first];
            if (!TrySend(_newest[key], now))
                return;
            RemoveAt(0);
        }
    }

    /// <summary>The end: all note-offs go, whatever the budget says, and nothing else does.</summary>
    public void Flush(long now)
    {
        _count = 0;
        Array.Clear(_waits);
        while (_offCount > 0)
        {
            MidiMessage off = FirstOff(out int index);
            sink.TrySend(off, now);
            Unmark(index);
        }
    }

    private void SendOff(in MidiMessage off, long now)
    {
        if (Backlog > 0 || !TrySend(off, now))
            Mark(off);
    }

    private bool TrySend(in MidiMessage message, long now)
    {
        WireBudget before = _budget;
        if (!_budget.TrySpend(now, sink.CostOf(message, now)))
            return false;
        if (!sink.TrySend(message, now))
        {
            _budget = before;
            _retryAt = now + RetryAfter;
            return false;
        }
        Sent++;
        echoes?.Sent(message, now);
        return true;
    }

    private bool CancelStrike(in MidiMessage off)
    {
        for (int i = 0; i < _count; i++)
        {
            int key = _order[(_first + i) % keys];
            MidiMessage waiting = _newest[key];
            if (waiting.IsNoteOn && waiting.Channel == off.Channel && waiting.Data1 == off.Data1)
            {
                RemoveAt(i);
                return true;
            }
        }
        return false;
    }

    private void RemoveAt(int position)
    {
        _waits[_order[(_first + position) % keys]] = false;
        for (int i = position; i > 0; i--)
            _order[(_first + i) % keys] = _order[(_first + i - 1) % keys];
        _first = (_first + 1) % keys;
        _count--;
    }

    private void Mark(in MidiMessage off)
    {
        int index = NoteTable.Index(off.Channel, off.Data1);
        ulong bit = 1UL << (index & 63);
        if ((_offs[index >> 6] & bit) == 0)
            _offCount++;
        _offs[index >> 6] |= bit;
    }

    private void Unmark(int index)
    {
        _offs[index >> 6] &= ~(1UL << (index & 63));
        _offCount--;
    }

    private MidiMessage FirstOff(out int index)
    {
        int word = 0;
        while (_offs[word] == 0)
            word++;
        index = word * 64 + BitOperations.TrailingZeroCount(_offs[word]);
        return MidiMessage.NoteOff(NoteTable.ChannelOf(index), NoteTable.NoteOf(index));
    }
}
