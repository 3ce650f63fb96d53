using Impsy.Daemon.Midi;
using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Tests.Midi;

public class EchoFilterTests
{
    private const long Millisecond = 1_000_000;

    [Fact]
    public void Bug_12_what_was_just_sent_is_an_echo_whatever_port_it_comes_back_on_and_whatever_kind_it_is()
    {
        MidiMessage[] messages =
        [
            MidiMessage.NoteOn(1, 60, 100), MidiMessage.NoteOff(1, 60), MidiMessage.ControlChange(2, 20, 64),
            MidiMessage.PitchBend(3, 1000),
        ];
        foreach (MidiMessage message in messages)
        {
            EchoFilter filter = new(20 * Millisecond);
            filter.Sent(message, 100 * Millisecond);
            Assert.True(filter.IsEcho(message, 120 * Millisecond));
            Assert.False(filter.IsEcho(message, 121 * Millisecond));
        }
    }

    [Fact]
    public void An_echo_that_comes_late_behind_newer_values_is_still_one()
    {
        EchoFilter filter = new(20 * Millisecond);
        for (int i = 0; i < 10; i++)
            filter.Sent(MidiMessage.ControlChange(1, 20, i), i * Millisecond);
        Assert.True(filter.IsEcho(MidiMessage.ControlChange(1, 20, 3), 15 * Millisecond));
        Assert.False(filter.IsEcho(MidiMessage.ControlChange(1, 20, 33), 15 * Millisecond));
        Assert.False(filter.IsEcho(MidiMessage.ControlChange(1, 21, 3), 15 * Millisecond));
        Assert.Equal(1, filter.Echoes);
    }

    [Fact]
    public void A_synth_may_answer_a_note_off_with_a_note_on_of_velocity_0()
    {
        EchoFilter filter = new(20 * Millisecond);
        filter.Sent(MidiMessage.NoteOff(1, 60), 0);
        Assert.True(filter.IsEcho(MidiMessage.NoteOn(1, 60, 0), Millisecond));
        Assert.False(filter.IsEcho(MidiMessage.NoteOn(1, 60, 1), Millisecond));
    }

    [Fact]
    public void What_came_before_it_was_sent_is_the_players()
    {
        EchoFilter filter = new(20 * Millisecond);
        filter.Sent(MidiMessage.NoteOn(1, 60, 100), 10 * Millisecond);
        Assert.False(filter.IsEcho(MidiMessage.NoteOn(1, 60, 100), 9 * Millisecond));
    }

    [Fact]
    public void Time_may_be_beyond_what_forty_bits_of_microseconds_hold()
    {
        long wrap = (1L << 40) * 1000;
        EchoFilter filter = new(20 * Millisecond);
        filter.Sent(MidiMessage.NoteOn(1, 60, 100), wrap - Millisecond);
        Assert.True(filter.IsEcho(MidiMessage.NoteOn(1, 60, 100), wrap + Millisecond));
        Assert.False(filter.IsEcho(MidiMessage.NoteOn(1, 60, 100), wrap + 30 * Millisecond));
    }
}
