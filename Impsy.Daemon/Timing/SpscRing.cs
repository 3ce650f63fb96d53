using System.Numerics;
using System.Runtime.InteropServices;

namespace Impsy.Daemon.Timing;

/// <summary>
/// A bounded queue between exactly one writing thread and one reading thread. Never blocks, never allocates after
/// construction. A full ring refuses the item: what to drop is the caller's decision.
/// </summary>
internal sealed class SpscRing<T> where T : unmanaged
{
    private readonly T[] _slots;
    private readonly int _mask;
    private RingSide _writer;
    private RingSide _reader;

    /// <param name="capacity">A power of two, so that wrapping is a mask.</param>
    public SpscRing(int capacity)
    {
        if (!BitOperations.IsPow2(capacity))
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "must be a power of two");
        _slots = new T[capacity];
        _mask = capacity - 1;
    }

    public int Capacity => _slots.Length;

    /// <summary>Either thread: items in it a moment ago.</summary>
    public int Count => (int)(Volatile.Read(ref _writer.Position) - Volatile.Read(ref _reader.Position));

    /// <summary>Writer thread only.</summary>
    /// <returns>False when the ring is full; the item was not taken.</returns>
    public bool TryWrite(in T item)
    {
        long position = _writer.Position;
        if (position - _writer.SeenOther == _slots.Length)
        {
            _writer.SeenOther = Volatile.Read(ref _reader.Position);
            if (position - _writer.SeenOther == _slots.Length)
                return false;
        }
        _slots[position & _mask] = item;
        Volatile.Write(ref _writer.Position, position + 1); // release: the slot is written before it is visible
        return true;
    }

    /// <summary>
    /// Reader thread only: the oldest item, in place, so that several rings can be merged by their heads without
    /// copying. Valid until <see cref="Advance"/>; only after <see cref="TryPeek"/> answered true.
    /// </summary>
    public ref readonly T Head => ref _slots[_reader.Position & _mask];

    /// <summary>Reader thread only: whether <see cref="Head"/> is there.</summary>
    public bool TryPeek()
    {
        if (_reader.Position == _reader.SeenOther)
            _reader.SeenOther = Volatile.Read(ref _writer.Position);
        return _reader.Position != _reader.SeenOther;
    }

    /// <summary>Reader thread only: gives the head's slot back to the writer.</summary>
    public void Advance() =>
        Volatile.Write(ref _reader.Position, _reader.Position + 1); // release: the slot is read before it is reused

    /// <summary>Reader thread only.</summary>
    public bool TryRead(out T item)
    {
        if (!TryPeek())
        {
            item = default;
            return false;
        }
        item = Head;
        Advance();
        return true;
    }
}

/// <summary>
/// One thread's state. Position counts items ever passed (64 bits: no wrap in the life of a device). SeenOther is the
/// other side's position when last looked at; it is stale only in the safe direction, and saves touching the other
/// core's cache line on most calls. 128 bytes apart: arm64 and x64 prefetch line pairs, so 64 would still share.
/// Not nested in the ring: the runtime refuses explicit layout inside a generic type.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct RingSide
{
    [FieldOffset(128)] public long Position;
    [FieldOffset(136)] public long SeenOther;
}
