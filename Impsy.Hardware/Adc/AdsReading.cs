using Impsy.Hardware.I2c;
using Impsy.Hardware.Linux;

namespace Impsy.Hardware.Adc;

/// <summary>
/// What Texas Instruments' converters have in common: one conversion at a time, begun by writing the configuration
/// register, waited for, and read.
/// </summary>
/// <remarks>
/// Data sheets SBAS444D (ADS1115) and SBAS473E (ADS1015), configuration register, high byte first:
/// <code>
/// 1 1cc 001 1  111 0 0 0 11
/// begin; channel against ground; ±4.096 V; then sleep; fastest rate; comparator off
/// </code>
/// </remarks>
/// <param name="device">Owned.</param>
/// <param name="conversion">Nanoseconds, the slowest chip's.</param>
internal sealed class AdsReading(I2cDevice device, long conversion) : IDisposable
{
    private const byte ConversionRegister = 0;
    private const byte ConfigurationRegister = 1;
    private const ushort Configuration = 0b1_100_001_1_111_0_0_0_11;

    internal string Problem => device.Problem;

    /// <param name="results">The conversion registers as they are: signed, and left-justified.</param>
    internal bool TryRead(ReadOnlySpan<int> channels, Span<int> results)
    {
        for (int i = 0; i < channels.Length; i++)
        {
            if (!device.TryWriteWord(ConfigurationRegister, ConfigurationOf(channels[i])))
                return false;
            MonotonicClock.SleepUntil(MonotonicClock.Now() + conversion);
            if (!device.TryReadWord(ConversionRegister, out ushort result))
                return false;
            results[i] = (short)result;
        }
        return true;
    }

    /// <param name="channel">0..3.</param>
    internal static ushort ConfigurationOf(int channel) => (ushort)(Configuration | channel << 12);

    public void Dispose() => device.Dispose();
}
