namespace Impsy.Hardware.Serial;

/// <summary>A serial port of this machine.</summary>
/// <param name="Path">What to put into a configuration: of its names the one that stays the same.</param>
/// <param name="Device">What the kernel calls it today, e.g. /dev/ttyUSB0.</param>
public sealed record SerialDevice(string Path, string Device);
