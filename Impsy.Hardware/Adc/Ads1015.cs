using Impsy.Hardware.I2c;

namespace Impsy.Hardware.Adc;

/// <summary>Texas Instruments' converter of 4 channels and 12 bits on I2C, each channel against ground.</summary>
public sealed class Ads1015 : IAdc
{
    /// <summary>At 3300 conversions a second, which the chip keeps to 10 %, and 25 µs for it to wake up.</summary>
    internal const long ConversionNanoseconds = 360_000;

    private const int UnusedBits = 4; // of the result, at its right

    private readonly AdsReading _reading;

    /// <param name="device">At 0x48..0x4B, by how ADDR is wired. Owned from now on.</param>
    public Ads1015(I2cDevice device) => _reading = new AdsReading(device, ConversionNanoseconds);

    /// <summary>3.3 V of the 4.096 V at 2048.</summary>
    public int FullScale => 1650;

    public string Problem => _reading.Problem;

    public bool TryRead(ReadOnlySpan<int> channels, Span<int> counts)
    {
        if (!_reading.TryRead(channels, counts))
            return false;
        foreach (ref int count in counts[..channels.Length])
            count = CountsOf(count);
        return true;
    }

    public void Dispose() => _reading.Dispose();

    /// <param name="result">The conversion register, signed; a knob at ground may read a little below it.</param>
    internal static int CountsOf(int result) => Math.Max(result >> UnusedBits, 0);
}
