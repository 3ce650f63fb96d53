using Impsy.Hardware.Spi;

namespace Impsy.Hardware.Adc;

/// <summary>What Microchip's converters have in common: three bytes both ways for each channel.</summary>
/// <param name="device">Owned.</param>
/// <param name="name">Of the chip, for people.</param>
internal sealed class McpReading(
    SpiDevice device, string name, McpReading.Request request, McpReading.Answer answer) : IDisposable
{
    internal const int Channels = 8;
    internal const int MessageLength = 3;

    /// <param name="channel">0..7.</param>
    /// <param name="message">3 bytes to send.</param>
    internal delegate void Request(int channel, Span<byte> message);

    /// <param name="message">3 bytes that came.</param>
    /// <returns>False when it has no null bit: the line is high because nobody drives it.</returns>
    internal delegate bool Answer(ReadOnlySpan<byte> message, out int counts);

    internal string Problem { get; private set; } = "";

    internal bool TryRead(ReadOnlySpan<int> channels, Span<int> counts)
    {
        Span<byte> sent = stackalloc byte[Channels * MessageLength];
        Span<byte> received = stackalloc byte[Channels * MessageLength];
        int length = channels.Length * MessageLength;
        for (int i = 0; i < channels.Length; i++)
            request(channels[i], sent[(i * MessageLength)..]);
        if (!device.TryTransfer(sent[..length], received[..length], MessageLength))
            return Fail("the bus is gone");
        for (int i = 0; i < channels.Length; i++)
        {
            if (!answer(received[(i * MessageLength)..], out counts[i]))
                return Fail($"no {name} answers; is it wired?");
        }
        return true;
    }

    public void Dispose() => device.Dispose();

    private bool Fail(string problem)
    {
        Problem = $"{device.Path}: {problem}";
        return false;
    }
}
