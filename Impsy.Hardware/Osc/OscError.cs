namespace Impsy.Hardware.Osc;

/// <summary>
/// Why a packet, or an argument of it, was refused. Packets come from the network, so this is a value to count, never
/// an exception.
/// </summary>
public enum OscError
{
    None,

    /// <summary>The length is not a multiple of four bytes.</summary>
    UnalignedPacket,

    /// <summary>Does not begin with a terminated text whose first character is '/'.</summary>
    MissingAddress,

    /// <summary>No types behind the address, as senders older than OSC 1.0 do: what follows cannot be read.</summary>
    MissingTypeTags,

    /// <summary>The packet ends before the text, blob, number or bundle that it announces.</summary>
    Truncated,

    /// <summary>A type whose size is not known, so that nothing behind it can be read.</summary>
    UnsupportedType,

    /// <summary>All arguments have been read.</summary>
    NoMoreArguments,

    /// <summary>The next argument is of another kind than the one asked for.</summary>
    WrongType,

    /// <summary>The next argument is not a number or infinite, or too large for a float.</summary>
    NotFinite,

    /// <summary>The next argument is a number, but not a whole one in the range asked for.</summary>
    OutOfRange,

    /// <summary>A bundle announces an element larger than its rest, or not of a multiple of four bytes.</summary>
    InvalidElement,

    /// <summary>Bundles within bundles, deeper than anyone plays.</summary>
    TooDeep,
}
