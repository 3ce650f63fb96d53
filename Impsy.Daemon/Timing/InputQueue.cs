using Impsy.Daemon.Engine;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Timing;

/// <summary>
/// One input channel's way to the performance thread: a ring, and behind it a slot in which positions that find the
/// ring full replace each other, so that a flood ends with the controls where the player left them. One input thread
/// writes, the performance thread reads; nobody waits and nothing is allocated after construction.
/// <para>
/// While the slot is occupied the writer adds to it, even if the ring has room again: all of the ring is then older
/// than the slot, and the reader takes the slot only after the ring.
/// </para>
/// </summary>
/// <param name="bell">Rung after every write. Not owned.</param>
/// <param name="capacity">A power of two.</param>
internal sealed class InputQueue(EventFd bell, int capacity = InputQueue.DefaultCapacity)
{
    /// <summary>0.2 s of the fastest stream seen to come from a controller (5000 a second): 280 KB.</summary>
    public const int DefaultCapacity = 1024;

    private readonly SpscRing<PlayerInput> _ring = new(capacity);
    private readonly LatestSlot<PlayerInput> _overflow = new();
    private PlayerInput _merged; // the writer's copy of what is in the slot
    private bool _headIsOverflow;
    private long _overflowed;

    /// <summary>Inputs that found the ring full; each was merged into the newest position.</summary>
    public long Overflowed => Volatile.Read(ref _overflowed);

    /// <summary>Input thread only. Never fails.</summary>
    public void Write(in PlayerInput input)
    {
        if (_overflow.IsFresh)
        {
            // Taken between the look and the write, the merged values are only told twice.
            _merged.Overlay(input);
            WriteOverflow();
        }
        else if (!_ring.TryWrite(input))
        {
            _merged = input;
            WriteOverflow();
        }
        bell.Ring();
    }

    /// <summary>Performance thread only: whether there is an input, at <see cref="Head"/>.</summary>
    public bool TryPeek()
    {
        if (_headIsOverflow || _ring.TryPeek())
            return true;
        if (!_overflow.IsFresh)
            return false;
        if (_ring.TryPeek()) // written before the slot was: older
            return true;
        return _headIsOverflow = _overflow.TryTake();
    }

    /// <summary>Performance thread only: the oldest input; valid until <see cref="Advance"/>.</summary>
    public ref readonly PlayerInput Head => ref _headIsOverflow ? ref _overflow.Front : ref _ring.Head;

    /// <summary>Performance thread only: done with the head.</summary>
    public void Advance()
    {
        if (_headIsOverflow)
            _headIsOverflow = false;
        else
            _ring.Advance();
    }

    private void WriteOverflow()
    {
        _overflow.Write(_merged);
        Volatile.Write(ref _overflowed, _overflowed + 1);
    }
}
