using Impsy.Hardware.Midi;

namespace Impsy.Hardware.Tests.Midi;

public sealed class MidiMessageTests
{
    [Fact]
    public void The_factories_make_the_bytes_of_the_standard() => Assert.Equal(
        [
            "90 3C 40", "9F 7F 01", "80 3C 40", "8F 00 7F", "B0 07 64", "BF 77 00", "C0 05", "CF 7F",
            "E0 00 40", "E0 7F 7F", "E1 00 00", "E0 01 40",
        ],
        ((MidiMessage[])[
            MidiMessage.NoteOn(1, 60, 64), MidiMessage.NoteOn(16, 127, 1),
            MidiMessage.NoteOff(1, 60), MidiMessage.NoteOff(16, 0, 127),
            MidiMessage.ControlChange(1, 7, 100), MidiMessage.ControlChange(16, 119, 0),
            MidiMessage.ProgramChange(1, 5), MidiMessage.ProgramChange(16, 127),
            MidiMessage.PitchBend(1, MidiMessage.CentredBend), MidiMessage.PitchBend(1, 16383),
            MidiMessage.PitchBend(2, 0), MidiMessage.PitchBend(1, 8193),
        ]).Select(message => message.ToString()));

    [Fact]
    public void Kind_channel_and_length_are_read_from_the_status() => Assert.Equal(
        [
            (MidiMessageType.NoteOff, 1, 3), (MidiMessageType.NoteOn, 2, 3), (MidiMessageType.PolyPressure, 3, 3),
            (MidiMessageType.ControlChange, 4, 3), (MidiMessageType.ProgramChange, 5, 2),
            (MidiMessageType.ChannelPressure, 6, 2), (MidiMessageType.PitchBend, 16, 3),
            (MidiMessageType.Clock, 0, 1), (MidiMessageType.SystemReset, 0, 1),
        ],
        ((byte[])[0x80, 0x91, 0xA2, 0xB3, 0xC4, 0xD5, 0xEF, 0xF8, 0xFF])
            .Select(status => new MidiMessage(status, 0, 0)).Select(m => (m.Type, m.Channel, m.Length)));

    [Fact]
    public void A_note_on_of_velocity_0_is_a_note_off() => Assert.Equal(
        [(true, false), (false, true), (false, true), (false, false)],
        ((MidiMessage[])[
            MidiMessage.NoteOn(1, 60, 1), MidiMessage.NoteOn(1, 60, 0), MidiMessage.NoteOff(1, 60),
            MidiMessage.ControlChange(1, 60, 0),
        ]).Select(m => (m.IsNoteOn, m.IsNoteOff)));

    [Fact]
    public void Every_bend_comes_back() => Assert.Equal(
        Enumerable.Range(0, 16384),
        Enumerable.Range(0, 16384).Select(bend => MidiMessage.PitchBend(7, bend).Bend));

    [Fact]
    public void What_the_standard_has_no_place_for_is_not_well_formed() => Assert.Equal(
        [true, true, true, true, false, false, false, false, false, false, false, false, false],
        ((MidiMessage[])[
            new(0x80, 127, 127), new(0xEF, 0, 0), new(0xC0, 127, 0), new(0xF8, 0, 0),
            default, new(0x7F, 0, 0), new(0x90, 128, 0), new(0x90, 0, 128), new(0xC0, 0, 1), new(0xF0, 0, 0),
            new(0xF7, 0, 0), new(0xF9, 0, 0), new(0xF8, 1, 0),
        ]).Select(message => message.IsWellFormed));

    [Theory]
    [InlineData(0, 60, 64)]
    [InlineData(17, 60, 64)]
    [InlineData(1, -1, 64)]
    [InlineData(1, 128, 64)]
    [InlineData(1, 60, -1)]
    [InlineData(1, 60, 128)]
    public void A_number_out_of_range_is_a_mistake_of_the_caller(int channel, int note, int velocity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MidiMessage.NoteOn(channel, note, velocity));

    [Theory]
    [InlineData(-1)]
    [InlineData(16384)]
    public void A_bend_out_of_range_is_a_mistake_of_the_caller(int bend) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MidiMessage.PitchBend(1, bend));
}
