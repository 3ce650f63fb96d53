using System.Text;
using Impsy.Daemon.WebSockets;
using Impsy.Hardware.Midi;
using Impsy.TestSupport;

namespace Impsy.Daemon.Tests.WebSockets;

public class MidiTextTests
{
    private const string Refused = "refused";

    [Fact]
    public void Every_line_of_the_vectors_is_the_message_that_it_should_be()
    {
        Assert.Equal(Vectors().Select(v => v.Bytes), Vectors().Select(v => Read(Encoding.UTF8.GetBytes(v.Line))));
    }

    [Fact]
    public void What_is_written_is_of_the_same_form()
    {
        string[] written = [.. Vectors().Where(v => v.IsWritten).Select(v => v.Line)];
        Assert.Equal(14, written.Length);
        Assert.Equal(written, written.Select(line => Write(Message(line))));
    }

    [Fact]
    public void Every_message_that_has_a_form_survives_the_way_out_and_in()
    {
        List<MidiMessage> messages = [];
        for (int channel = 1; channel <= 16; channel++)
        {
            for (int data = 0; data < 128; data++)
            {
                messages.Add(MidiMessage.NoteOn(channel, data, 127 - data));
                messages.Add(MidiMessage.NoteOff(channel, data, 127 - data));
                messages.Add(MidiMessage.ControlChange(channel, data, 127 - data));
                messages.Add(MidiMessage.ProgramChange(channel, data));
                messages.Add(MidiMessage.PitchBend(channel, data * 129));
            }
        }
        Assert.Equal(messages, messages.Select(message => Message(Write(message))));
    }

    [Fact]
    public void Pressure_and_clock_have_no_form()
    {
        Assert.False(MidiLine.TryFormat(new MidiMessage(0xA0, 1, 2), out _));
        Assert.False(MidiLine.TryFormat(new MidiMessage(0xD0, 1, 0), out _));
        Assert.False(MidiLine.TryFormat(new MidiMessage(0xF8, 0, 0), out _));
        Assert.False(MidiLine.TryFormat(default, out _));
    }

    /// <summary>Bytes at random, and lines with some of them changed: what passes is MIDI.</summary>
    [Fact]
    public void Whatever_comes_is_a_whole_message_or_none()
    {
        Random random = new(20261122);
        byte[][] lines = [.. Vectors().Select(v => Encoding.UTF8.GetBytes(v.Line))];
        int taken = 0;
        for (int i = 0; i < 300_000; i++)
        {
            byte[] line = [.. lines[random.Next(lines.Length)]];
            if (i % 4 == 0)
                random.NextBytes(line);
            for (int change = random.Next(3); change > 0; change--)
                line[random.Next(line.Length)] = "/0123456789\n\0 \xFFn"u8[random.Next(16)];
            int length = i % 8 == 1 ? random.Next(line.Length) : line.Length;
            if (!MidiText.TryParse(line.AsSpan(0, length), out MidiMessage message))
            {
                Assert.Equal(default, message);
                continue;
            }
            taken++;
            Assert.True(message.IsWellFormed && message.Channel != 0, message.ToString());
        }
        Assert.InRange(taken, 10_000, 200_000); // or the changes are too wild to find anything
    }

    [Fact]
    public void Reading_and_writing_allocate_nothing()
    {
        byte[] line = "/channel/16/noteoff/127/127"u8.ToArray();
        byte[] buffer = new byte[MidiLine.Capacity];
        Turn(); // what is made once is made
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 1000; i++)
                Turn();
        }));
        Assert.Equal(line, buffer[..line.Length]);

        void Turn()
        {
            if (MidiText.TryParse(line, out MidiMessage message) && MidiLine.TryFormat(message, out MidiLine text))
                text.CopyTo(buffer);
        }
    }

    private static IEnumerable<(bool IsWritten, string Line, string Bytes)> Vectors() =>
        from line in File.ReadLines(Repository.Vector("websocket", "lines.txt"))
        where line.Length > 0 && line[0] != '#'
        let columns = line.Split('|', StringSplitOptions.TrimEntries)
        select (columns[0] == "=", columns[1], columns[2]);

    private static string Read(byte[] line) =>
        MidiText.TryParse(line, out MidiMessage message) ? message.ToString() : Refused;

    private static MidiMessage Message(string line)
    {
        Assert.True(MidiText.TryParse(Encoding.UTF8.GetBytes(line), out MidiMessage message), line);
        return message;
    }

    private static string Write(MidiMessage message)
    {
        Assert.True(MidiLine.TryFormat(message, out MidiLine line), message.ToString());
        byte[] buffer = new byte[MidiLine.Capacity];
        return Encoding.UTF8.GetString(buffer, 0, line.CopyTo(buffer));
    }
}
