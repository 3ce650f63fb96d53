namespace Impsy.Daemon.Channels;

/// <summary>Why a packet or a message was not taken; each kind has a counter.</summary>
internal enum OscRefusal
{
    /// <summary>The sender is in none of the networks of [osc] allow.</summary>
    SenderNotAllowed,

    /// <summary>Longer than any message of ours; the kernel has cut it.</summary>
    PacketTooLong,

    /// <summary>Not OSC 1.0, or a type of argument that we do not read.</summary>
    Malformed,

    /// <summary>No address of ours.</summary>
    UnknownAddress,

    /// <summary>An /interface message with more or fewer numbers than the model has controls.</summary>
    WrongLength,

    /// <summary>A NaN or an infinity.</summary>
    NotFinite,

    /// <summary>A command whose argument is missing, of the wrong type, or out of range.</summary>
    BadArgument,
}
