using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Impsy.Inference.Performances.Pickle;

/// <summary>
/// Writes takes as the pickle (protocol 3) of a NumPy object array, with the same instructions in the same order as
/// CPython's pickler, which numbers every value that it writes so that it can name it again. One use.
/// </summary>
/// <param name="stream">Not owned.</param>
internal sealed class PickleWriter(Stream stream)
{
    /// <summary>A list is appended in parts of so many.</summary>
    private const int Batch = 1000;

    // Flags of NumPy's dtype: has objects, needs initialisation, needs the interpreter ... (63), or none.
    private const int ObjectFlags = 63;
    private const int NumberFlags = 0;

    private uint _memos;
    private uint _reconstruct;
    private uint _arrayClass;
    private uint _typeClass;
    private uint _placeholder; // b'b', the type of an array before it is built
    private uint? _numberType;

    /// <param name="takes">At least one; events only are written.</param>
    public void Write(IReadOnlyList<Take> takes)
    {
        stream.Write([0x80, 3]);
        BeginFirstArray();
        stream.Write("(K\x01"u8);
        WriteNumber(takes.Count);
        stream.WriteByte(0x85);
        Memoize();
        _typeClass = WriteGlobal("numpy", "dtype");
        WriteElementType("O8", "|", ObjectFlags);
        stream.Write([0x89, (byte)']']);
        Memoize();
        WriteTakes(takes);
        FinishArray();
        stream.WriteByte((byte)'.');
    }

    private void WriteTakes(IReadOnlyList<Take> takes)
    {
        if (takes.Count == 1)
        {
            WriteTake(takes[0]);
            stream.WriteByte((byte)'a');
            return;
        }
        for (int first = 0; first < takes.Count; first += Batch)
        {
            stream.WriteByte((byte)'(');
            foreach (Take take in takes.Skip(first).Take(Batch))
                WriteTake(take);
            stream.WriteByte((byte)'e');
        }
    }

    private void WriteTake(Take take)
    {
        BeginArray();
        stream.Write("(K\x01"u8);
        WriteNumber(take.EventCount);
        WriteNumber(take.Dimension);
        stream.WriteByte(0x86);
        Memoize();
        if (_numberType is uint known)
        {
            Recall(known);
        }
        else
        {
            Recall(_typeClass);
            _numberType = WriteElementType("f4", "<", NumberFlags);
        }
        stream.WriteByte(0x89);
        WriteBytes(MemoryMarshal.AsBytes(take.Events));
        FinishArray();
    }

    /// <summary>_reconstruct(ndarray, (0,), b'b'), the names written out.</summary>
    private void BeginFirstArray()
    {
        _reconstruct = WriteGlobal("numpy.core.multiarray", "_reconstruct");
        _arrayClass = WriteGlobal("numpy", "ndarray");
        WriteZeroShape();
        _placeholder = WriteBytes("b"u8);
        Call(0x87);
    }

    private void BeginArray()
    {
        Recall(_reconstruct);
        Recall(_arrayClass);
        WriteZeroShape();
        Recall(_placeholder);
        Call(0x87);
    }

    private void WriteZeroShape()
    {
        WriteNumber(0);
        stream.WriteByte(0x85);
        Memoize();
    }

    private void FinishArray()
    {
        stream.WriteByte((byte)'t');
        Memoize();
        stream.WriteByte((byte)'b');
    }

    /// <summary>dtype(code, False, True), built with (3, order, None, None, None, -1, -1, flags).</summary>
    private uint WriteElementType(string code, string order, byte flags)
    {
        WriteText(code);
        stream.Write([0x89, 0x88]);
        uint type = Call(0x87);
        stream.Write("(K\x03"u8);
        WriteText(order);
        stream.Write("NNN"u8);
        WriteNumber(-1);
        WriteNumber(-1);
        WriteNumber(flags);
        FinishArray();
        return type;
    }

    /// <summary>Makes a tuple of the arguments, and calls.</summary>
    private uint Call(byte tuple)
    {
        stream.WriteByte(tuple);
        Memoize();
        stream.WriteByte((byte)'R');
        return Memoize();
    }

    private uint WriteGlobal(string module, string name)
    {
        stream.Write(Encoding.ASCII.GetBytes($"c{module}\n{name}\n"));
        return Memoize();
    }

    private void WriteText(string text)
    {
        WriteWithLength('X', text.Length);
        stream.Write(Encoding.ASCII.GetBytes(text));
        Memoize();
    }

    private uint WriteBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 256)
            stream.Write([(byte)'C', (byte)bytes.Length]);
        else
            WriteWithLength('B', bytes.Length);
        stream.Write(bytes);
        return Memoize();
    }

    private void WriteNumber(int value)
    {
        if (value is >= 0 and < 256)
            stream.Write([(byte)'K', (byte)value]);
        else if (value is >= 0 and < 65536)
            stream.Write([(byte)'M', (byte)value, (byte)(value >> 8)]);
        else
            WriteWithLength('J', value);
    }

    private uint Memoize()
    {
        if (_memos < 256)
            stream.Write([(byte)'q', (byte)_memos]);
        else
            WriteWithLength('r', (int)_memos);
        return _memos++;
    }

    private void Recall(uint memo)
    {
        if (memo < 256)
            stream.Write([(byte)'h', (byte)memo]);
        else
            WriteWithLength('j', (int)memo);
    }

    private void WriteWithLength(char opcode, int number)
    {
        Span<byte> bytes = [(byte)opcode, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(bytes[1..], number);
        stream.Write(bytes);
    }
}
