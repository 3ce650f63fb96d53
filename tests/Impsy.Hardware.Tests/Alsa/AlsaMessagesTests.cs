using Impsy.Hardware.Alsa;
using Impsy.Hardware.Midi;
using Impsy.Hardware.Tests.Midi;
using Native = Impsy.Hardware.Linux.Alsa;

namespace Impsy.Hardware.Tests.Alsa;

public sealed class AlsaMessagesTests
{
    [Fact]
    public void Every_kind_of_message_has_the_sequencers_type_and_data() => Assert.Equal(
        [
            "NoteOn 2: 60 64", "NoteOff 16: 127 1", "KeyPressure 1: 60 5", "Controller 2: 7=100",
            "ProgramChange 1: 0=5", "ChannelPressure 1: 0=127", "PitchBend 1: 0=0", "PitchBend 1: 0=-8192",
            "PitchBend 1: 0=8191",
        ],
        ((string[])[
            "91 3C 40", "8F 7F 01", "A0 3C 05", "B1 07 64", "C0 05", "D0 7F", "E0 00 40", "E0 00 00", "E0 7F 7F",
        ]).Select(text => Describe(MidiVectors.Message(text))));

    [Fact]
    public void Every_message_comes_back()
    {
        Random random = new(20260208);
        for (int i = 0; i < 100_000; i++)
        {
            MidiMessage sent = RandomMessages.NextChannelMessage(random);
            Native.Event carried = default;
            Assert.True(AlsaMessages.TryWrite(sent, ref carried));
            Assert.True(AlsaMessages.TryRead(carried, out MidiMessage received));
            Assert.Equal(sent, received);
        }
    }

    [Fact]
    public void What_is_no_channel_message_is_not_sent()
    {
        foreach (MidiMessage message in (MidiMessage[])[default, new(0xF8, 0, 0), new(0xF0, 0, 0), new(0x90, 128, 0)])
        {
            Native.Event carried = default;
            Assert.False(AlsaMessages.TryWrite(message, ref carried));
        }
    }

    [Fact]
    public void Whatever_programs_send_only_well_formed_messages_come_out()
    {
        Random random = new(20260209);
        byte[] bytes = new byte[28];
        int messages = 0;
        for (int i = 0; i < 1_000_000; i++)
        {
            random.NextBytes(bytes);
            bytes[0] = (byte)random.Next(20);
            for (int zero = random.Next(28); zero > 0; zero--)
                bytes[random.Next(16, 28)] = 0; // or hardly any value would be small enough
            Native.Event carried = System.Runtime.InteropServices.MemoryMarshal.Read<Native.Event>(bytes);
            if (!AlsaMessages.TryRead(carried, out MidiMessage message))
            {
                Assert.Equal(default, message);
                continue;
            }
            messages++;
            Assert.True(message.IsWellFormed && message.Channel > 0, $"{message}");
        }
        Assert.NotEqual(0, messages);
    }

    private static string Describe(MidiMessage message)
    {
        Native.Event carried = default;
        Assert.True(AlsaMessages.TryWrite(message, ref carried));
        string data = message.Type is MidiMessageType.NoteOn or MidiMessageType.NoteOff or MidiMessageType.PolyPressure
            ? $"{carried.Note} {carried.Velocity}"
            : $"{carried.Parameter}={carried.Value}";
        return $"{carried.Type} {carried.NoteChannel + 1}: {data}";
    }
}
