using Impsy.Hardware.Midi;
using Impsy.TestSupport;

namespace Impsy.Hardware.Tests.Midi;

public sealed class MidiParserTests
{
    [Fact]
    public void Every_stream_yields_the_messages_that_the_standard_says()
    {
        string[][] vectors = [.. MidiVectors.Read("streams.txt")];
        Assert.Equal(
            vectors.Select(columns => $"{columns[0]} | {columns[2]}"),
            vectors.Select(columns => $"{columns[0]} | {string.Join(" ; ", Parse(MidiVectors.Bytes(columns[1])))}"));
    }

    [Fact]
    public void A_million_bytes_of_noise_give_only_well_formed_messages()
    {
        Random random = new(20260201);
        MidiParser parser = default;
        long messages = 0;
        for (int i = 0; i < 1_000_000; i++)
        {
            // More data bytes than status bytes, as on a wire, or there would be hardly a message.
            byte value = (byte)(random.Next(3) == 0 ? random.Next(128, 256) : random.Next(128));
            if (!parser.TryPush(value, out MidiMessage message))
            {
                Assert.Equal(default, message);
                continue;
            }
            messages++;
            Assert.True(message.IsWellFormed && message.Channel > 0, $"{message} after {i + 1} bytes");
        }
        Assert.InRange(messages, 50_000, 500_000);
    }

    // Splitting is nothing to a parser of single bytes, but nothing may depend on what was in a buffer before.
    [Fact]
    public void Noise_is_forgotten_with_the_next_status_byte()
    {
        Random random = new(20260202);
        MidiParser parser = default;
        for (int i = 0; i < 10_000; i++)
        {
            for (int noise = random.Next(6); noise > 0; noise--)
                parser.TryPush((byte)random.Next(256), out _);
            MidiMessage sent = RandomMessages.NextChannelMessage(random);
            Assert.Equal([sent], Parse(ref parser, RandomMessages.Bytes(sent)));
        }
    }

    [Fact]
    public void Reset_forgets_a_half_message_and_the_running_status()
    {
        MidiParser parser = default;
        Assert.Single(Parse(ref parser, 0x90, 0x3C, 0x40, 0x3E));
        parser.Reset();
        Assert.Empty(Parse(ref parser, 0x41, 0x3C, 0x40));
    }

    [Fact]
    public void Parsing_allocates_nothing()
    {
        byte[] bytes = [.. MidiVectors.Read("streams.txt").SelectMany(columns => MidiVectors.Bytes(columns[1]))];
        MidiParser parser = default;
        Count(ref parser, bytes); // the first call compiles
        int messages = 0;
        long allocated = Allocations.Of(() =>
        {
            for (int i = 0; i < 1000; i++)
                messages += Count(ref parser, bytes);
        });
        Assert.Equal(0, allocated);
        Assert.NotEqual(0, messages);
    }

    private static int Count(ref MidiParser parser, byte[] bytes)
    {
        int messages = 0;
        foreach (byte value in bytes)
        {
            if (parser.TryPush(value, out _))
                messages++;
        }
        return messages;
    }

    private static List<MidiMessage> Parse(params byte[] bytes)
    {
        MidiParser parser = default;
        return Parse(ref parser, bytes);
    }

    private static List<MidiMessage> Parse(ref MidiParser parser, params byte[] bytes)
    {
        List<MidiMessage> messages = [];
        foreach (byte value in bytes)
        {
            if (parser.TryPush(value, out MidiMessage message))
                messages.Add(message);
        }
        return messages;
    }
}
