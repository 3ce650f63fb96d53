using System.Globalization;
using Impsy.Hardware.Midi;
using Impsy.TestSupport;

namespace Impsy.Hardware.Tests.Midi;

public sealed class MidiEncoderTests
{
    [Fact]
    public void Every_wire_carries_the_bytes_that_the_standard_says()
    {
        string[][] vectors = [.. MidiVectors.Read("wire.txt")];
        Assert.Equal(
            vectors.Select(columns => $"{columns[0]} | {columns[2]}"),
            vectors.Select(columns => $"{columns[0]} | {Encode(columns[1])}"));
    }

    [Fact]
    public void What_is_encoded_is_parsed_again()
    {
        Random random = new(20260203);
        MidiEncoder encoder = new();
        MidiParser parser = default;
        List<MidiMessage> sent = [];
        List<MidiMessage> received = [];
        byte[] bytes = new byte[MidiEncoder.MaxLength];
        MidiMessage message = RandomMessages.NextChannelMessage(random);
        int wire = 0;
        for (int i = 0; i < 100_000; i++)
        {
            bool isRealTime = random.Next(10) == 0;
            // Often the same status again, or running status would hardly come up.
            message = random.Next(3) == 0
                ? RandomMessages.NextChannelMessage(random)
                : message with { Data1 = (byte)random.Next(128) };
            if (!isRealTime)
                sent.Add(AsSent(message));
            int length = encoder.Encode(isRealTime ? RandomMessages.NextRealTime(random) : message, i, bytes);
            wire += length;
            foreach (byte value in bytes.AsSpan(0, length))
            {
                if (parser.TryPush(value, out MidiMessage heard))
                    received.Add(heard);
            }
        }
        Assert.Equal(sent, received);
        Assert.True(wire < sent.Sum(m => m.Length), "running status saves bytes");
    }

    [Fact]
    public void Encoding_allocates_nothing()
    {
        Random random = new(20260204);
        MidiMessage[] messages = [.. Enumerable.Range(0, 1000).Select(_ => RandomMessages.NextChannelMessage(random))];
        MidiEncoder encoder = new();
        byte[] bytes = new byte[MidiEncoder.MaxLength];
        EncodeAll(encoder, messages, bytes); // the first call compiles
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 100; i++)
                EncodeAll(encoder, messages, bytes);
        }));
    }

    private static void EncodeAll(MidiEncoder encoder, MidiMessage[] messages, byte[] bytes)
    {
        foreach (MidiMessage message in messages)
            encoder.Encode(message, 0, bytes);
    }

    // A plain note-off travels as a note-on of velocity 0, which says the same.
    private static MidiMessage AsSent(in MidiMessage message) =>
        message.Type == MidiMessageType.NoteOff && message.Data2 == 64
            ? new MidiMessage((byte)(message.Status | 0x10), message.Data1, 0)
            : message;

    private static string Encode(string script)
    {
        MidiEncoder encoder = new();
        List<byte> wire = [];
        byte[] bytes = new byte[MidiEncoder.MaxLength];
        long now = 0;
        foreach (string step in script.Split(';', StringSplitOptions.TrimEntries))
        {
            if (step == "reset")
                encoder.Reset();
            else if (step[0] == '@')
                now = long.Parse(step.AsSpan(1), CultureInfo.InvariantCulture) * 1_000_000;
            else
                wire.AddRange(bytes[..encoder.Encode(MidiVectors.Message(step), now, bytes)]);
        }
        return string.Join(' ', wire.Select(value => value.ToString("X2", CultureInfo.InvariantCulture)));
    }
}
