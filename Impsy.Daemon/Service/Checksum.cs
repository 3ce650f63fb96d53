using System.Numerics;
using System.Runtime.InteropServices;

namespace Impsy.Daemon.Service;

/// <summary>
/// CRC-32C (Castagnoli), of which the processor has an instruction: against disks, not against people. Feed it in any
/// portions.
/// </summary>
internal struct Checksum()
{
    private uint _state = uint.MaxValue;

    public readonly uint Value => ~_state;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        Checksum checksum = new();
        checksum.Add(bytes);
        return checksum.Value;
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
            _state = BitOperations.Crc32C(_state, word);
        foreach (byte value in bytes[(words.Length * sizeof(ulong))..])
            _state = BitOperations.Crc32C(_state, value);
    }
}
