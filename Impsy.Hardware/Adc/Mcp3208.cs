using Impsy.Hardware.Spi;

namespace Impsy.Hardware.Adc;

/// <summary>Microchip's converter of 8 channels and 12 bits on SPI, each channel against ground.</summary>
/// <remarks>
/// Data sheet DS21298E, figure 6-1: a conversion is three bytes both ways, with the chip deselected in between. Two bits
/// more than the MCP3008, so the start bit comes two earlier.
/// <code>
/// sent      0000 011c  cc-- ----  ---- ----     1: start bit, then single-ended; c: channel, -: whatever
/// received  ???? ????  ???0 bbbb  bbbb bbbb     ?: not driven, 0: null bit, b: 12 bits, highest first
/// </code>
/// </remarks>
public sealed class Mcp3208 : IAdc
{
    private const int NullBit = 0x10;

    private readonly McpReading _reading;

    /// <param name="device">Mode 0; at most 1 MHz at 2.7 V, 2 MHz at 5 V. Owned from now on.</param>
    public Mcp3208(SpiDevice device) => _reading = new McpReading(device, "MCP3208", WriteRequest, TryReadAnswer);

    public int FullScale => 4095;

    public string Problem => _reading.Problem;

    public bool TryRead(ReadOnlySpan<int> channels, Span<int> counts) => _reading.TryRead(channels, counts);

    public void Dispose() => _reading.Dispose();

    /// <inheritdoc cref="McpReading.Request"/>
    internal static void WriteRequest(int channel, Span<byte> message)
    {
        message[0] = (byte)(0x06 | channel >> 2);
        message[1] = (byte)(channel << 6);
        message[2] = 0;
    }

    /// <inheritdoc cref="McpReading.Answer"/>
    internal static bool TryReadAnswer(ReadOnlySpan<byte> message, out int counts)
    {
        counts = (message[1] & 0x0F) << 8 | message[2];
        return (message[1] & NullBit) == 0;
    }
}
