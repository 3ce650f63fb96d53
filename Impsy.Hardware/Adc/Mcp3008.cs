using Impsy.Hardware.Spi;

namespace Impsy.Hardware.Adc;

/// <summary>Microchip's converter of 8 channels and 10 bits on SPI, each channel against ground.</summary>
/// <remarks>
/// Data sheet DS21295D, figure 6-1: a conversion is three bytes both ways, with the chip deselected in between. The
/// start bit is the last of the first byte, so that the result ends with the third.
/// <code>
/// sent      0000 0001  1ccc ----  ---- ----     1: single-ended, c: channel, -: whatever
/// received  ???? ????  ???? ?0bb  bbbb bbbb     ?: not driven, 0: null bit, b: 10 bits, highest first
/// </code>
/// </remarks>
public sealed class Mcp3008 : IAdc
{
    private const int NullBit = 0x04;

    private readonly McpReading _reading;

    /// <param name="device">Mode 0; at most 1.35 MHz at 2.7 V, 3.6 MHz at 5 V. Owned from now on.</param>
    public Mcp3008(SpiDevice device) => _reading = new McpReading(device, "MCP3008", WriteRequest, TryReadAnswer);

    public int FullScale => 1023;

    public string Problem => _reading.Problem;

    public bool TryRead(ReadOnlySpan<int> channels, Span<int> counts) => _reading.TryRead(channels, counts);

    public void Dispose() => _reading.Dispose();

    /// <inheritdoc cref="McpReading.Request"/>
    internal static void WriteRequest(int channel, Span<byte> message)
    {
        message[0] = 0x01;
        message[1] = (byte)(0x80 | channel << 4);
        message[2] = 0;
    }

    /// <inheritdoc cref="McpReading.Answer"/>
    internal static bool TryReadAnswer(ReadOnlySpan<byte> message, out int counts)
    {
        counts = (message[1] & 0x03) << 8 | message[2];
        return (message[1] & NullBit) == 0;
    }
}
