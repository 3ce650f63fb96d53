namespace Impsy.Hardware.I2c;

/// <summary>An I2C bus of this machine.</summary>
/// <param name="Path">Such as /dev/i2c-1.</param>
/// <param name="Adapter">Who drives it, such as "bcm2835 (i2c@7e804000)"; may be empty.</param>
public sealed record I2cBus(string Path, string Adapter);
