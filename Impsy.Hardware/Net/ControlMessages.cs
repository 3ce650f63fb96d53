using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Impsy.Hardware.Linux;

namespace Impsy.Hardware.Net;

/// <summary>What recvmsg tells beside a datagram, as far as this program asks for it.</summary>
/// <param name="Stamp">SO_TIMESTAMPNS: arrival, nanoseconds since 1970.</param>
/// <param name="DropCount">
/// SO_RXQ_OVFL: datagrams dropped since the socket was made, modulo 2^32; the kernel leaves it out while it is 0.
/// </param>
internal readonly record struct ControlMessages(long? Stamp, uint? DropCount)
{
    /// <summary>Twice what the two need (56 bytes).</summary>
    internal const int BufferSize = 128;

    /// <param name="bytes">As filled by the kernel: headers and data, each aligned to 8 bytes.</param>
    internal static ControlMessages Read(ReadOnlySpan<byte> bytes)
    {
        long? stamp = null;
        uint? dropCount = null;
        int headerSize = Unsafe.SizeOf<Libc.ControlHeader>();
        while (bytes.Length >= headerSize)
        {
            Libc.ControlHeader header = MemoryMarshal.Read<Libc.ControlHeader>(bytes);
            if (header.Length < (nuint)headerSize || header.Length > (nuint)bytes.Length)
                break;
            ReadOnlySpan<byte> data = bytes[headerSize..(int)header.Length];
            if (header is { Level: Libc.SolSocket, Type: Libc.SoTimestampns })
            {
                Libc.Timespec time = MemoryMarshal.Read<Libc.Timespec>(data);
                stamp = time.Seconds * MonotonicClock.NanosecondsPerSecond + time.Nanoseconds;
            }
            else if (header is { Level: Libc.SolSocket, Type: Libc.SoRxqOvfl })
                dropCount = MemoryMarshal.Read<uint>(data);
            bytes = bytes[Math.Min(((int)header.Length + 7) & ~7, bytes.Length)..];
        }
        return new ControlMessages(stamp, dropCount);
    }
}
