using Impsy.Daemon.Engine;
using Impsy.Daemon.Midi;
using Impsy.Hardware.Midi;
using static Impsy.Daemon.Tests.Midi.OutputStage;

namespace Impsy.Daemon.Tests.Midi;

public class MidiInputMapTests
{
    [Fact]
    public void A_controller_sets_its_control()
    {
        MidiInputMap map = new([Controller(0, 1, 20), Controller(1, 2, 20)], source: 3);
        Assert.True(map.TryMap(MidiMessage.ControlChange(2, 20, 127), 55, out PlayerInput input));
        Assert.Equal((55L, 2UL, 1f, 0, 3, 0), (input.Time, input.Sent, input.Values[1], input.Length, input.Source,
            (int)input.Velocity));
    }

    [Fact]
    public void Bug_9_a_note_on_without_velocity_lets_go_and_strikes_nothing()
    {
        MidiInputMap map = new([Note(0, 1)], 0);
        foreach (MidiMessage off in new[] { MidiMessage.NoteOn(1, 60, 0), MidiMessage.NoteOff(1, 60) })
        {
            Assert.True(map.TryMap(off, 0, out PlayerInput input));
            Assert.Equal((0UL, 1UL, 60 / 127f), (input.Sent, input.Lifted, input.Values[0]));
        }
    }

    [Fact]
    public void A_key_sets_its_pitch_and_its_velocity()
    {
        MidiInputMap map = new([Note(0, 1), Velocity(1, 1), Note(2, 2), Velocity(3, 2)], 0);
        Assert.True(map.TryMap(MidiMessage.NoteOn(1, 60, 100), 0, out PlayerInput input));
        Assert.Equal((3UL, 60 / 127f, 100 / 127f, 100), (input.Sent, input.Values[0], input.Values[1],
            (int)input.Velocity));
    }

    [Fact]
    public void A_range_of_notes_splits_the_keyboard()
    {
        MidiInputMap map = new([Note(0, 1, 0, 59), Velocity(1, 1), Note(2, 1, 60, 127), Velocity(3, 1)], 0);
        Assert.True(map.TryMap(MidiMessage.NoteOn(1, 60, 127), 0, out PlayerInput input));
        Assert.Equal((0b1100UL, 0f), (input.Sent, input.Values[2]));
        Assert.True(map.TryMap(MidiMessage.NoteOn(1, 59, 127), 0, out input));
        Assert.Equal((0b0011UL, 1f), (input.Sent, input.Values[0]));
    }

    [Fact]
    public void One_message_can_set_several_controls()
    {
        MidiInputMap map = new([Controller(0, 1, 20), Controller(1, 1, 20, 127, 0)], 0);
        Assert.True(map.TryMap(MidiMessage.ControlChange(1, 20, 127), 0, out PlayerInput input));
        Assert.Equal((3UL, 1f, 0f), (input.Sent, input.Values[0], input.Values[1]));
    }

    [Fact]
    public void A_controllers_range_is_stretched_and_what_is_beyond_is_its_end()
    {
        MidiInputMap map = new([Controller(0, 1, 20, 32, 64)], 0);
        foreach ((int value, float expected) in new[] { (0, 0f), (32, 0), (48, 0.5f), (64, 1), (127, 1) })
        {
            Assert.True(map.TryMap(MidiMessage.ControlChange(1, 20, value), 0, out PlayerInput input));
            Assert.Equal(expected, input.Values[0]);
        }
    }

    [Fact]
    public void A_bend_has_14_bits()
    {
        MidiInputMap map = new([Bend(0, 16)], 0);
        Assert.True(map.TryMap(MidiMessage.PitchBend(16, 8192), 0, out PlayerInput input));
        Assert.Equal(8192 / 16383f, input.Values[0]);
    }

    [Fact]
    public void What_is_not_mapped_means_nothing()
    {
        MidiInputMap map = new([Note(0, 1), Controller(1, 1, 20), Bend(2, 1), Velocity(3, 1)], 0);
        MidiMessage[] others =
        [
            MidiMessage.NoteOn(2, 60, 1), MidiMessage.ControlChange(1, 21, 1), MidiMessage.ControlChange(2, 20, 1),
            MidiMessage.PitchBend(2, 1), MidiMessage.ProgramChange(1, 1), new MidiMessage(0xF8, 0, 0),
            new MidiMessage(0xD0, 20, 0),
        ];
        Assert.DoesNotContain(others, message => map.TryMap(message, 0, out _));
    }
}
