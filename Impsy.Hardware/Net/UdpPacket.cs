namespace Impsy.Hardware.Net;

/// <summary>What is known of a datagram besides its bytes.</summary>
/// <param name="Length">Bytes in the buffer, 0 or more.</param>
/// <param name="Truncated">The datagram was larger than the buffer; the rest of it is lost.</param>
/// <param name="MonotonicStamp">When the kernel got it, in nanoseconds of the monotonic clock.</param>
/// <param name="Sender">Where an answer goes.</param>
public readonly record struct UdpPacket(int Length, bool Truncated, long MonotonicStamp, UdpAddress Sender);
