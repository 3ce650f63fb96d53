using System.Buffers.Binary;
using System.Text;

namespace Impsy.Hardware.Osc;

/// <summary>
/// Writes one OSC 1.0 message into a buffer of the caller: address and types first, then each argument that has bytes,
/// in that order (T, F, N and I have none). No allocation. What depends on data, a buffer too small or a text with a
/// zero in it, makes <see cref="TryFinish"/> false; arguments that disagree with the types are a bug and throw.
/// </summary>
public ref struct OscWriter
{
    private readonly Span<byte> _buffer;
    private readonly ReadOnlySpan<byte> _types;
    private int _next;
    private int _length;
    private bool _failed;

    /// <param name="buffer">Receives the message.</param>
    /// <param name="address">UTF-8, starting with '/'.</param>
    /// <param name="typeTags">One of i h f d s b T F N I per argument, without the comma.</param>
    public OscWriter(Span<byte> buffer, ReadOnlySpan<byte> address, ReadOnlySpan<byte> typeTags)
    {
        _buffer = buffer;
        _types = typeTags;
        _failed = address is not [(byte)'/', ..];
        AppendText(address);
        if (TryAppend(Padded(1 + typeTags.Length + 1), out Span<byte> tags))
        {
            tags.Clear();
            tags[0] = (byte)',';
            typeTags.CopyTo(tags[1..]);
        }
    }

    /// <summary>A message of nothing but floats.</summary>
    /// <param name="buffer">Receives the message.</param>
    /// <param name="address">UTF-8, starting with '/'.</param>
    /// <param name="values">The arguments.</param>
    /// <param name="length">Bytes written, 0 when it failed.</param>
    /// <returns>False when the buffer is too small or the address is none.</returns>
    public static bool TryWriteFloats(
        Span<byte> buffer, ReadOnlySpan<byte> address, ReadOnlySpan<float> values, out int length)
    {
        length = 0;
        int types = Padded(address.Length + 1);
        int numbers = types + Padded(1 + values.Length + 1);
        int end = numbers + 4 * values.Length;
        if (end > buffer.Length || address is not [(byte)'/', ..] || address.Contains((byte)0))
            return false;
        buffer[..numbers].Clear();
        address.CopyTo(buffer);
        buffer[types] = (byte)',';
        buffer.Slice(types + 1, values.Length).Fill((byte)'f');
        WriteNumbers(buffer[numbers..], values);
        length = end;
        return true;
    }

    public void WriteInt(int value)
    {
        if (TryAppendArgument('i', 4, out Span<byte> bytes))
            BinaryPrimitives.WriteInt32BigEndian(bytes, value);
    }

    public void WriteLong(long value)
    {
        if (TryAppendArgument('h', 8, out Span<byte> bytes))
            BinaryPrimitives.WriteInt64BigEndian(bytes, value);
    }

    public void WriteFloat(float value)
    {
        if (TryAppendArgument('f', 4, out Span<byte> bytes))
            BinaryPrimitives.WriteSingleBigEndian(bytes, value);
    }

    public void WriteDouble(double value)
    {
        if (TryAppendArgument('d', 8, out Span<byte> bytes))
            BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
    }

    public void WriteString(ReadOnlySpan<byte> utf8)
    {
        Expect('s');
        AppendText(utf8);
    }

    public void WriteString(ReadOnlySpan<char> text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        _failed |= text.Contains('\0');
        if (!TryAppendArgument('s', Padded(length + 1), out Span<byte> bytes))
            return;
        bytes[^4..].Clear();
        Encoding.UTF8.GetBytes(text, bytes);
    }

    public void WriteBlob(ReadOnlySpan<byte> blob)
    {
        if (!TryAppendArgument('b', 4 + Padded(blob.Length), out Span<byte> bytes))
            return;
        bytes[^4..].Clear();
        BinaryPrimitives.WriteInt32BigEndian(bytes, blob.Length);
        blob.CopyTo(bytes[4..]);
    }

    /// <param name="length">Bytes of the message, 0 when it failed.</param>
    public bool TryFinish(out int length)
    {
        SkipTypesWithoutBytes();
        if (_next != _types.Length)
            throw new InvalidOperationException($"OSC argument {_next} of {_types.Length} was not written");
        length = _failed ? 0 : _length;
        return !_failed;
    }

    internal static void WriteNumbers(Span<byte> bytes, ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleBigEndian(bytes[(4 * i)..], values[i]);
    }

    internal static int Padded(int length) => (length + 3) & ~3;

    private void AppendText(ReadOnlySpan<byte> utf8)
    {
        _failed |= utf8.Contains((byte)0);
        if (!TryAppend(Padded(utf8.Length + 1), out Span<byte> bytes))
            return;
        bytes[^4..].Clear();
        utf8.CopyTo(bytes);
    }

    private bool TryAppendArgument(char type, int size, out Span<byte> bytes)
    {
        Expect(type);
        return TryAppend(size, out bytes);
    }

    private void Expect(char type)
    {
        SkipTypesWithoutBytes();
        if (_next == _types.Length || _types[_next] != type)
            throw new InvalidOperationException($"OSC argument {_next} is not of type '{type}'");
        _next++;
    }

    private void SkipTypesWithoutBytes()
    {
        while (_next < _types.Length && _types[_next] is (byte)'T' or (byte)'F' or (byte)'N' or (byte)'I')
            _next++;
    }

    private bool TryAppend(int size, out Span<byte> bytes)
    {
        _failed |= size > _buffer.Length - _length;
        bytes = default;
        if (_failed)
            return false;
        bytes = _buffer.Slice(_length, size);
        _length += size;
        return true;
    }
}
