using System.Buffers.Binary;

namespace Impsy.Hardware.Osc;

/// <summary>
/// Reads one OSC 1.0 message in place, arguments in order. No copies, no allocation, no exceptions. Opening checks the
/// sizes of all arguments, so a message that opens is whole. Bytes behind the last argument are ignored (some
/// microcontrollers send their whole buffer), and so is what padding holds.
/// <para>
/// An argument that cannot be read as asked is not consumed. Types: i h f d s b T F N I, and of the older ones S is
/// read as text while t c r m, whose sizes are known, can only be skipped. Arrays and all else are refused.
/// </para>
/// </summary>
public ref struct OscReader
{
    // Whole numbers that a double can hold and a long can too: -2^63 is one, 2^63 is not.
    private const double LongLimit = 9223372036854775808.0;

    private ReadOnlySpan<byte> _arguments;
    private int _next;

    /// <summary>UTF-8, without the padding. Starts with '/'; may be a pattern (<see cref="OscPattern"/>).</summary>
    public ReadOnlySpan<byte> Address { get; private set; }

    /// <summary>One character per argument, without the comma.</summary>
    public ReadOnlySpan<byte> TypeTags { get; private set; }

    public readonly int ArgumentCount => TypeTags.Length;

    /// <summary>The type of the argument that the next call reads, or 0 behind the last one.</summary>
    public readonly byte NextTag => _next < TypeTags.Length ? TypeTags[_next] : (byte)0;

    /// <param name="packet">One message; not a bundle (<see cref="OscBundleReader"/> takes both).</param>
    /// <param name="reader">
    /// With <see cref="OscError.MissingTypeTags"/> its address can still be read: a bare "/impsy/reset" says enough.
    /// </param>
    public static OscError TryOpen(ReadOnlySpan<byte> packet, out OscReader reader)
    {
        reader = default;
        if (packet.Length % 4 != 0)
            return OscError.UnalignedPacket;
        if (!TryTakeString(ref packet, out ReadOnlySpan<byte> address) || address is not [(byte)'/', ..])
            return OscError.MissingAddress;
        reader.Address = address;
        if (packet is not [(byte)',', ..])
            return OscError.MissingTypeTags;
        if (!TryTakeString(ref packet, out ReadOnlySpan<byte> tags))
            return OscError.Truncated;
        int end = 0;
        foreach (byte tag in tags[1..])
        {
            OscError error = TryMeasure(tag, packet[end..], out int size);
            if (error != OscError.None)
                return error;
            end += size;
        }
        reader.TypeTags = tags[1..];
        reader._arguments = packet[..end];
        return OscError.None;
    }

    /// <summary>Reads numbers of any type until <paramref name="values"/> is full or the message ends.</summary>
    /// <param name="values">Receives the numbers, in message order.</param>
    /// <param name="count">How many were read, also when an error is returned.</param>
    public OscError TryReadFloats(scoped Span<float> values, out int count)
    {
        for (count = 0; count < values.Length && _next < TypeTags.Length; count++)
        {
            OscError error = TryReadFloat(out values[count]);
            if (error != OscError.None)
                return error;
        }
        return OscError.None;
    }

    /// <summary>f, and also d, i and h, rounded to the nearest float.</summary>
    public OscError TryReadFloat(out float value)
    {
        value = 0;
        OscError error = TryPeekNumber(out double number);
        if (error != OscError.None)
            return error;
        if (!float.IsFinite((float)number))
            return OscError.NotFinite;
        value = (float)number;
        Take();
        return OscError.None;
    }

    /// <summary>d, and also f, i and h.</summary>
    public OscError TryReadDouble(out double value)
    {
        OscError error = TryPeekNumber(out value);
        if (error == OscError.None)
            Take();
        return error;
    }

    /// <summary>i, and also h, f and d that hold a whole number in range: Pure Data sends every number as f.</summary>
    public OscError TryReadInt(out int value)
    {
        value = 0;
        OscError error = TryPeekWhole(out long whole);
        if (error != OscError.None)
            return error;
        if (whole is < int.MinValue or > int.MaxValue)
            return OscError.OutOfRange;
        value = (int)whole;
        Take();
        return OscError.None;
    }

    /// <summary>h, and also i, f and d that hold a whole number in range.</summary>
    public OscError TryReadLong(out long value)
    {
        OscError error = TryPeekWhole(out value);
        if (error == OscError.None)
            Take();
        return error;
    }

    /// <summary>T or F, and any number: 0 is false.</summary>
    public OscError TryReadBool(out bool value)
    {
        value = NextTag == (byte)'T';
        if (NextTag is not ((byte)'T' or (byte)'F'))
        {
            OscError error = TryPeekNumber(out double number);
            if (error != OscError.None)
                return error;
            value = number != 0;
        }
        Take();
        return OscError.None;
    }

    /// <summary>s or S.</summary>
    /// <param name="utf8">Without the padding; lives as long as the packet.</param>
    public OscError TryReadString(out ReadOnlySpan<byte> utf8)
    {
        utf8 = default;
        if (NextTag is not ((byte)'s' or (byte)'S'))
            return WrongOrNone();
        ReadOnlySpan<byte> padded = Take();
        utf8 = padded[..padded.IndexOf((byte)0)];
        return OscError.None;
    }

    /// <summary>b.</summary>
    /// <param name="blob">Lives as long as the packet.</param>
    public OscError TryReadBlob(out ReadOnlySpan<byte> blob)
    {
        blob = default;
        if (NextTag != (byte)'b')
            return WrongOrNone();
        ReadOnlySpan<byte> padded = Take();
        blob = padded.Slice(4, BinaryPrimitives.ReadInt32BigEndian(padded));
        return OscError.None;
    }

    /// <summary>Passes over an argument of any type; the only way to consume N, I, t, c, r and m.</summary>
    public OscError TrySkip()
    {
        if (_next == TypeTags.Length)
            return OscError.NoMoreArguments;
        Take();
        return OscError.None;
    }

    private readonly OscError WrongOrNone() =>
        _next == TypeTags.Length ? OscError.NoMoreArguments : OscError.WrongType;

    private readonly OscError TryPeekNumber(out double number)
    {
        number = NextTag switch
        {
            (byte)'f' => BinaryPrimitives.ReadSingleBigEndian(_arguments),
            (byte)'i' => BinaryPrimitives.ReadInt32BigEndian(_arguments),
            (byte)'d' => BinaryPrimitives.ReadDoubleBigEndian(_arguments),
            (byte)'h' => BinaryPrimitives.ReadInt64BigEndian(_arguments),
            _ => 0,
        };
        if (NextTag is not ((byte)'f' or (byte)'i' or (byte)'d' or (byte)'h'))
            return WrongOrNone();
        if (double.IsFinite(number))
            return OscError.None;
        number = 0;
        return OscError.NotFinite;
    }

    private readonly OscError TryPeekWhole(out long whole)
    {
        whole = 0;
        if (NextTag == (byte)'h') // a double would round it
        {
            whole = BinaryPrimitives.ReadInt64BigEndian(_arguments);
            return OscError.None;
        }
        OscError error = TryPeekNumber(out double number);
        if (error != OscError.None)
            return error;
        if (number != Math.Truncate(number) || number < -LongLimit || number >= LongLimit)
            return OscError.OutOfRange;
        whole = (long)number;
        return OscError.None;
    }

    // Consumes the next argument, whose size was found good when the message was opened.
    private ReadOnlySpan<byte> Take()
    {
        _ = TryMeasure(TypeTags[_next++], _arguments, out int size);
        ReadOnlySpan<byte> argument = _arguments[..size];
        _arguments = _arguments[size..];
        return argument;
    }

    private static OscError TryMeasure(byte tag, ReadOnlySpan<byte> rest, out int size)
    {
        size = 0;
        switch ((char)tag)
        {
            case 'T' or 'F' or 'N' or 'I':
                return OscError.None;
            case 'i' or 'f' or 'c' or 'r' or 'm':
                size = 4;
                break;
            case 'h' or 'd' or 't':
                size = 8;
                break;
            case 's' or 'S':
                int end = rest.IndexOf((byte)0);
                if (end < 0)
                    return OscError.Truncated;
                size = Padded(end + 1);
                break;
            case 'b':
                // Compared unsigned, and before padding, so that no size can wrap round.
                uint length = rest.Length < 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(rest);
                if (length > rest.Length - 4)
                    return OscError.Truncated;
                size = 4 + Padded((int)length);
                break;
            default:
                return OscError.UnsupportedType;
        }
        return size <= rest.Length ? OscError.None : OscError.Truncated;
    }

    // Only for packets of a multiple of four bytes: then the padding is there when the zero is.
    private static bool TryTakeString(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> text)
    {
        int end = rest.IndexOf((byte)0);
        text = end < 0 ? default : rest[..end];
        if (end < 0)
            return false;
        rest = rest[Padded(end + 1)..];
        return true;
    }

    private static int Padded(int length) => (length + 3) & ~3;
}
