namespace Impsy.Hardware.Net;

/// <summary>What became of a datagram on this side of the wire.</summary>
public enum SendResult
{
    Sent,

    /// <summary>The socket's queue is full, as on a slow radio link; the datagram was not taken.</summary>
    WouldBlock,

    /// <summary>No route, no permission, too large: see <see cref="UdpSender.LastFailure"/>.</summary>
    Failed,
}
