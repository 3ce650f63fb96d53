using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Impsy.Hardware.Osc;

/// <summary>
/// Walks the messages of a packet: one message, or a bundle of messages and bundles. A broken element is reported in
/// its turn and the good ones around it are still delivered; after a broken size the rest of that bundle is lost.
/// Time tags are told but not waited for: an instrument plays what arrives. Linear in the size of the packet; no
/// allocation, no exceptions.
/// </summary>
public ref struct OscBundleReader
{
    /// <summary>Bundles within bundles that are followed.</summary>
    public const int MaxDepth = 8;

    /// <summary>The time tag that asks for execution at once; also that of a message outside any bundle.</summary>
    public const ulong Immediately = 1;

    private const int HeaderSize = 16; // "#bundle\0" and the time tag

    private readonly ReadOnlySpan<byte> _packet;
    private Bundles _open;
    private int _depth;
    private int _position;
    private bool _started;

    public OscBundleReader(ReadOnlySpan<byte> packet) => _packet = packet;

    /// <summary>
    /// Of the bundle around the current message: NTP format, seconds since 1900 in the upper 32 bits, fraction below.
    /// </summary>
    public readonly ulong TimeTag => _depth == 0 ? Immediately : _open[_depth - 1].TimeTag;

    /// <summary>Steps to the next element.</summary>
    /// <param name="message">The message, or, with an error, what <see cref="OscReader.TryOpen"/> left of it.</param>
    /// <param name="error">Whether this element is a message.</param>
    /// <returns>False behind the last element.</returns>
    public bool TryNext(out OscReader message, out OscError error)
    {
        message = default;
        while (TryNextElement(out ReadOnlySpan<byte> element, out error))
        {
            if (error != OscError.None)
                return true;
            if (!element.StartsWith("#bundle\0"u8))
            {
                error = OscReader.TryOpen(element, out message);
                return true;
            }
            error = TryEnter(element);
            if (error != OscError.None)
                return true;
        }
        return false;
    }

    // Leaves _position behind the element.
    private bool TryNextElement(out ReadOnlySpan<byte> element, out OscError error)
    {
        element = default;
        error = OscError.None;
        if (!_started)
        {
            _started = true;
            element = _packet;
            _position = _packet.Length;
            return true;
        }
        while (_depth > 0 && _position == _open[_depth - 1].End)
            _depth--;
        if (_depth == 0)
            return false;

        int end = _open[_depth - 1].End;
        ReadOnlySpan<byte> rest = _packet[_position..end];
        _position = end; // unless this element is found good
        if (rest.Length < 4)
        {
            error = OscError.Truncated;
            return true;
        }
        uint size = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (size % 4 != 0 || size > rest.Length - 4)
        {
            error = OscError.InvalidElement;
            return true;
        }
        element = rest.Slice(4, (int)size);
        _position = end - rest.Length + 4 + (int)size;
        return true;
    }

    private OscError TryEnter(ReadOnlySpan<byte> bundle)
    {
        if (bundle.Length < HeaderSize)
            return OscError.Truncated;
        if (_depth == MaxDepth)
            return OscError.TooDeep;
        _open[_depth++] = new Bundle(_position, BinaryPrimitives.ReadUInt64BigEndian(bundle[8..]));
        _position += HeaderSize - bundle.Length;
        return OscError.None;
    }

    // End: the position behind its last byte.
    private readonly record struct Bundle(int End, ulong TimeTag);

    [InlineArray(MaxDepth)]
    private struct Bundles
    {
        private Bundle _first;
    }
}
