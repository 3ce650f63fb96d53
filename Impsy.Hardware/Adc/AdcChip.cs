using System.Globalization;

namespace Impsy.Hardware.Adc;

/// <summary>A converter as its data sheet describes it, before one is opened.</summary>
/// <param name="Name">As the configuration has it.</param>
/// <param name="IsI2c">Whether it is on I2C; otherwise on SPI.</param>
/// <param name="FullScale">Counts of a knob that is turned up, on 3.3 V.</param>
/// <param name="Hysteresis">Counts by which a knob at rest may appear to move.</param>
/// <param name="RateHz">How often it is read unless told otherwise.</param>
/// <param name="SpeedHz">Of the bus, unless told otherwise.</param>
/// <param name="BusBits">Clock cycles on the bus for one conversion.</param>
/// <param name="OverheadNanoseconds">What passes on the bus beside them, and the conversion.</param>
public sealed record AdcChip(
    string Name, bool IsI2c, int Channels, int FullScale, int Hysteresis, int RateHz, int SpeedHz, int BusBits,
    long OverheadNanoseconds)
{
    // Deselecting takes the kernel 10 µs, and starting a transfer as much again.
    private const long SpiOverhead = 20_000;

    // Writing the configuration word is 38 clock cycles, with start and stop; reading the result word 48.
    private const int I2cBits = 86;
    private const long NanosecondsPerSecond = 1_000_000_000;

    public static AdcChip Mcp3008 { get; } = new("mcp3008", false, 8, 1023, 2, 200, 1_000_000, 24, SpiOverhead);

    public static AdcChip Mcp3208 { get; } = new("mcp3208", false, 8, 4095, 6, 200, 1_000_000, 24, SpiOverhead);

    public static AdcChip Ads1115 { get; } =
        new("ads1115", true, 4, 26_400, 48, 100, 400_000, I2cBits, Adc.Ads1115.ConversionNanoseconds);

    public static AdcChip Ads1015 { get; } =
        new("ads1015", true, 4, 1650, 3, 100, 400_000, I2cBits, Adc.Ads1015.ConversionNanoseconds);

    /// <summary>Whatever the kernel drives: its full scale and its time are not known before it is opened.</summary>
    public static AdcChip Iio { get; } = new("iio", false, 32, 0, 0, 50, 1, 0, 0);

    public static IReadOnlyList<AdcChip> All { get; } = [Mcp3008, Mcp3208, Ads1115, Ads1015, Iio];

    /// <summary>How long one conversion keeps the bus.</summary>
    public long ConversionTime(int speedHz) => OverheadNanoseconds + BusBits * NanosecondsPerSecond / speedHz;

    /// <summary>Why a rate cannot be kept, with the arithmetic; null when it can.</summary>
    /// <param name="conversions">In one round: the channels that are read.</param>
    public string? RefuseRate(int rateHz, int conversions, int speedHz)
    {
        long needed = conversions * ConversionTime(speedHz);
        if (needed * rateHz <= NanosecondsPerSecond)
            return null;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{conversions} conversions of {Milliseconds(ConversionTime(speedHz))} ms "
            + $"({Milliseconds(OverheadNanoseconds)} in the chip, {BusBits} bits at {speedHz} Hz) "
            + $"take {Milliseconds(needed)} ms, and {rateHz} Hz leave {Milliseconds(NanosecondsPerSecond / rateHz)} ms: "
            + $"{NanosecondsPerSecond / needed} Hz at most");
    }

    private static string Milliseconds(long nanoseconds) =>
        (nanoseconds / 1e6).ToString("0.##", CultureInfo.InvariantCulture);
}
