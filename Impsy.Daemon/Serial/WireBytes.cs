using System.Runtime.CompilerServices;
using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Serial;

/// <summary>One message as it goes over a wire.</summary>
internal struct WireBytes
{
    public byte Length;
    private Room _bytes;

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public Span<byte> Bytes => _bytes;

    [InlineArray(MidiEncoder.MaxLength)]
    private struct Room
    {
        private byte _first;
    }
}
