using System.Buffers.Binary;
using System.Text;

namespace Impsy.Inference.Performances.Pickle;

/// <summary>
/// Reads a Python pickle that holds NumPy arrays and nothing else, protocols 2 to 4. A pickle is a program for a stack
/// machine that may name and call anything; this machine has only the instructions and the five names that an array
/// needs, calls nothing, and refuses the rest by name. One use; any thread.
/// </summary>
/// <param name="pickle">Kept: arrays are parts of it.</param>
internal sealed class PickleReader(ReadOnlyMemory<byte> pickle)
{
    private const int MostMemos = 1 << 22;

    /// <summary>More dimensions than any array here has.</summary>
    private const int MostAxes = 8;

    private readonly PickleStack _stack = new();
    private readonly Dictionary<uint, object?> _memos = [];
    private int _position;
    private long _decoded; // bytes of text

    /// <returns>The one array that the pickle is.</returns>
    /// <exception cref="InvalidDataException">What is wrong with it, without a file name.</exception>
    public PickleArray Read()
    {
        while (true)
        {
            int at = _position;
            byte opcode = Take(1)[0];
            if (opcode == '.')
                return _stack.Pop<PickleArray>();
            if (!RunStack(opcode) && !RunLiteral(opcode))
                throw new InvalidDataException($"has opcode 0x{opcode:x2} at byte {at}, which no array needs");
        }
    }

    /// <summary>The instructions that push a constant.</summary>
    private bool RunLiteral(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'K': _stack.Push((int)Take(1)[0]); break;
            case (byte)'M': _stack.Push((int)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case (byte)'J': _stack.Push(BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case (byte)'G': _stack.Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case (byte)'X': PushText(ReadLength()); break;
            case 0x8c: PushText(Take(1)[0]); break;
            case (byte)'B': PushBytes(ReadLength()); break;
            case (byte)'C': PushBytes(Take(1)[0]); break;
            case 0x8e: PushBytes(BinaryPrimitives.ReadUInt64LittleEndian(Take(8))); break;
            case (byte)'N': _stack.Push(null); break;
            case 0x88: _stack.Push(true); break;
            case 0x89: _stack.Push(false); break;
            case (byte)')': _stack.Push(Array.Empty<object?>()); break;
            case (byte)']': _stack.Push(new PickleList()); break;
            case (byte)'c': PushGlobal(ReadLine(), ReadLine()); break;
            default: return false;
        }
        return true;
    }

    /// <summary>The instructions that work on what is there.</summary>
    private bool RunStack(byte opcode)
    {
        switch (opcode)
        {
            case 0x80: CheckProtocol(Take(1)[0]); break;
            case 0x95: _ = Take(8); break; // FRAME: its length only helps readers of streams
            case (byte)'(': _stack.PushMark(); break;
            case (byte)'t': _stack.Push(_stack.PopToMark()); break;
            case 0x85: _stack.Push(_stack.Pop(1)); break;
            case 0x86: _stack.Push(_stack.Pop(2)); break;
            case 0x87: _stack.Push(_stack.Pop(3)); break;
            case (byte)'q': Memoize(Take(1)[0]); break;
            case (byte)'r': Memoize(ReadLength()); break;
            case 0x94: Memoize((uint)_memos.Count); break;
            case (byte)'h': Recall(Take(1)[0]); break;
            case (byte)'j': Recall(ReadLength()); break;
            case (byte)'a': Append([_stack.Pop()]); break;
            case (byte)'e': Append(_stack.PopToMark()); break;
            case 0x93: PushGlobal(_stack.Pop<PickleText>(), _stack.Pop<PickleText>()); break;
            case (byte)'R': Reduce(); break;
            case (byte)'b': Build(); break;
            default: return false;
        }
        return true;
    }

    private static void CheckProtocol(byte protocol)
    {
        if (protocol is < 2 or > 4)
            throw new InvalidDataException($"is a pickle of protocol {protocol}; read are 2, 3 and 4");
    }

    private void Memoize(uint index)
    {
        if (_memos.Count == MostMemos)
            throw new InvalidDataException($"remembers more than {MostMemos} values");
        _memos[index] = _stack.Top;
    }

    private void Recall(uint index) => _stack.Push(
        _memos.TryGetValue(index, out object? value)
            ? value
            : throw new InvalidDataException($"recalls value {index}, which it does not remember"));

    private void Append(object?[] items)
    {
        if (_stack.Top is not PickleList list)
            throw new InvalidDataException("appends to what is no list");
        foreach (object? item in items)
            list.Add(item);
    }

    private void PushGlobal(PickleText name, PickleText module) =>
        PushGlobal(module.ToString(), name.ToString());

    private void PushGlobal(string module, string name) => _stack.Push((module, name) switch
    {
        ("numpy.core.multiarray" or "numpy._core.multiarray", "_reconstruct") => PickleGlobal.Reconstruct,
        ("numpy", "ndarray") => PickleGlobal.Array,
        ("numpy", "dtype") => PickleGlobal.ElementType,
        ("_codecs", "encode") => PickleGlobal.Encode,
        ("__builtin__" or "builtins", "bytes") => PickleGlobal.Bytes,
        _ => throw new InvalidDataException($"asks for {module}.{name}, which is no array: refused"),
    });

    private void Reduce()
    {
        object?[] arguments = _stack.Pop<object?[]>();
        PickleGlobal callee = _stack.Pop<PickleGlobal>();
        _stack.Push((callee, arguments) switch
        {
            (PickleGlobal.Reconstruct, [PickleGlobal.Array, _, _]) => new PickleArray(),
            (PickleGlobal.ElementType, [PickleText code, ..]) => new PickleElementType(code.ToString()),
            (PickleGlobal.Encode, [PickleText text, PickleText codec]) when codec.ToString() == "latin1" =>
                Decode(text),
            (PickleGlobal.Bytes, []) => ReadOnlyMemory<byte>.Empty,
            _ => throw new InvalidDataException($"calls {callee} with unexpected arguments"),
        });
    }

    /// <summary>Each text once: a small file could else ask for the same large one over and over.</summary>
    private ReadOnlyMemory<byte> Decode(PickleText text)
    {
        _decoded += text.Length;
        if (_decoded > pickle.Length)
            throw new InvalidDataException("decodes the same text again and again");
        return text.ToBytes();
    }

    private void Build()
    {
        object?[] state = _stack.Pop<object?[]>();
        switch (_stack.Top, state)
        {
            case (PickleElementType type, [int, PickleText order, ..]):
                type.Order = order.ToString();
                break;
            case (PickleArray array, [int, object?[] shape, PickleElementType type, bool isFortran, object content]):
                array.Shape = ReadShape(shape);
                array.Type = type;
                array.IsFortranOrder = isFortran;
                array.Data = content as ReadOnlyMemory<byte>?;
                array.Items = content as PickleList;
                break;
            default:
                throw new InvalidDataException("has a state that is none of an array");
        }
    }

    private static int[] ReadShape(object?[] shape)
    {
        if (shape.Length > MostAxes || !shape.All(size => size is int and >= 0))
            throw new InvalidDataException("has an array of an impossible shape");
        return Array.ConvertAll(shape, size => size is int number ? number : 0);
    }

    private ReadOnlySpan<byte> Take(ulong count) => TakePart(count).Span;

    private ReadOnlyMemory<byte> TakePart(ulong count)
    {
        if (count > (ulong)(pickle.Length - _position))
            throw new InvalidDataException($"ends within a value of {count} bytes");
        ReadOnlyMemory<byte> part = pickle.Slice(_position, (int)count);
        _position += (int)count;
        return part;
    }

    private uint ReadLength() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    private void PushText(ulong length) => _stack.Push(new PickleText(TakePart(length)));

    private void PushBytes(ulong length) => _stack.Push(TakePart(length));

    private string ReadLine()
    {
        int end = pickle.Span[_position..].IndexOf((byte)'\n');
        if (end is < 0 or > 200)
            throw new InvalidDataException("has a name without end");
        string line = Encoding.UTF8.GetString(Take((ulong)end));
        _position++;
        return line;
    }
}
