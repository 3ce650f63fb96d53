namespace Impsy.Hardware.Alsa;

/// <summary>Where a port is today: numbers that change with every plugging.</summary>
public readonly record struct AlsaAddress(byte Client, byte Port)
{
    /// <summary>As everybody writes it, e.g. "20:0". Allocates.</summary>
    public override string ToString() => $"{Client}:{Port}";
}
