namespace Impsy.Hardware.Alsa;

/// <summary>Which way messages go, seen from the instrument.</summary>
public enum AlsaPortDirection
{
    /// <summary>From others to the instrument.</summary>
    In,

    /// <summary>From the instrument to others.</summary>
    Out,
}
