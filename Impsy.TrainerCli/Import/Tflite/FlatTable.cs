using System.Runtime.InteropServices;

namespace Impsy.TrainerCli.Import.Tflite;

/// <summary>
/// A table of a FlatBuffer: fields by number, each perhaps absent. Every offset is checked before it is followed.
/// </summary>
internal readonly struct FlatTable
{
    private readonly BoundedBytes _bytes;
    private readonly long _position;
    private readonly long _fields; // the vtable: where each field lies
    private readonly int _fieldsSize;

    private FlatTable(BoundedBytes bytes, long position)
    {
        _bytes = bytes;
        _position = position;
        _fields = position - bytes.Int32(position);
        _fieldsSize = bytes.UInt16(_fields);
    }

    /// <summary>The table that the whole buffer is.</summary>
    public static FlatTable Root(BoundedBytes bytes) => new(bytes, bytes.UInt32(0));

    public int Int32(int field, int absent = 0) => Find(field) is long place ? _bytes.Int32(place) : absent;

    public int Byte(int field) => Find(field) is long place ? _bytes.Byte(place) : 0;

    public FlatTable? Table(int field) =>
        Find(field) is long place ? new FlatTable(_bytes, place + _bytes.UInt32(place)) : null;

    /// <summary>A vector of tables.</summary>
    public FlatTable[] Tables(int field)
    {
        (long start, int count) = Vector(field, sizeof(uint));
        FlatTable[] tables = new FlatTable[count];
        for (int i = 0; i < count; i++)
        {
            long place = start + sizeof(uint) * (long)i;
            tables[i] = new FlatTable(_bytes, place + _bytes.UInt32(place));
        }
        return tables;
    }

    /// <summary>A vector of bytes; a part of the file.</summary>
    public ReadOnlySpan<byte> Bytes(int field)
    {
        (long start, int count) = Vector(field, 1);
        return _bytes.Span(start, count);
    }

    public int[] Integers(int field)
    {
        (long start, int count) = Vector(field, sizeof(int));
        int[] values = new int[count];
        for (int i = 0; i < count; i++)
            values[i] = _bytes.Int32(start + sizeof(int) * (long)i);
        return values;
    }

    public float[] Singles(int field)
    {
        (long start, int count) = Vector(field, sizeof(float));
        return MemoryMarshal.Cast<byte, float>(_bytes.Span(start, sizeof(float) * (long)count)).ToArray();
    }

    public long[] Longs(int field)
    {
        (long start, int count) = Vector(field, sizeof(long));
        long[] values = new long[count];
        for (int i = 0; i < count; i++)
            values[i] = _bytes.Int64(start + sizeof(long) * (long)i);
        return values;
    }

    private long? Find(int field)
    {
        if (4 + 2 * field + 2 > _fieldsSize)
            return null;
        int offset = _bytes.UInt16(_fields + 4 + 2 * field);
        return offset == 0 ? null : _position + offset;
    }

    private (long Start, int Count) Vector(int field, int elementSize)
    {
        if (Find(field) is not long place)
            return (0, 0);
        long start = place + _bytes.UInt32(place);
        uint count = _bytes.UInt32(start);
        _ = _bytes.Span(start + sizeof(uint), (long)count * elementSize); // before memory is taken for it
        return (start + sizeof(uint), (int)count);
    }
}
