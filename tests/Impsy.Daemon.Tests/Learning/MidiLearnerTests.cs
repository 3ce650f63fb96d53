using Impsy.Daemon.Config;
using Impsy.Daemon.Learning;
using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Tests.Learning;

public class MidiLearnerTests
{
    [Fact]
    public void Each_control_is_learned_once_in_the_order_in_which_they_are_moved()
    {
        MidiLearner learner = new();
        foreach (int controller in new[] { 7, 3, 7, 9 })
        {
            for (int value = 10; value < 20; value++)
                learner.Push("X", MidiMessage.ControlChange(11, controller, value));
        }
        Assert.Equal([7, 3, 9], learner.Learned.Select(control => control.Controller));
    }

    [Fact]
    public void A_control_that_only_trembles_is_none()
    {
        MidiLearner learner = new();
        for (int i = 0; i < 100; i++)
            Assert.False(learner.Push("X", MidiMessage.ControlChange(1, 1, 60 + i % 2)));
        Assert.True(learner.Push("X", MidiMessage.ControlChange(1, 1, 62)));
    }

    [Fact]
    public void A_button_a_key_and_a_wheel_are_controls_too()
    {
        MidiLearner learner = new();
        Assert.False(learner.Push("X", MidiMessage.ControlChange(1, 64, 127)));
        Assert.True(learner.Push("X", MidiMessage.ControlChange(1, 64, 0)));
        Assert.False(learner.Push("X", MidiMessage.NoteOff(2, 60)));
        Assert.True(learner.Push("X", MidiMessage.NoteOn(2, 60, 1)));
        Assert.False(learner.Push("X", MidiMessage.NoteOn(2, 61, 1)));
        for (int bend = 0; bend < 3; bend++)
            Assert.Equal(bend == 2, learner.Push("Y", MidiMessage.PitchBend(3, bend)));
        Assert.False(learner.Push("X", new MidiMessage(0xF8, 0, 0)));
        Assert.Equal(["[\"control_change\", 1, 64]", "[\"note_on\", 2]", "[\"pitch_bend\", 3]"],
            learner.Learned.Select(control => control.Entry));
    }

    [Fact]
    public void What_it_writes_is_a_configuration_without_a_mistake()
    {
        LearnedControl[] learned =
        [
            new("X-TOUCH \"MINI\"", MidiMessageType.ControlChange, 11, 1), new("Keys", MidiMessageType.NoteOn, 1, 0),
            new("X-TOUCH \"MINI\"", MidiMessageType.PitchBend, 2, 0),
        ];
        ConfigLoad load = ConfigFile.Parse(
            "learned.toml", System.Text.Encoding.UTF8.GetBytes(LearnedSection.Write(learned)));
        Assert.Empty(load.Problems);
        MidiConfig midi = load.Config!.Midi!;
        Assert.Equal(4, load.Config.Model.Dimension);
        Assert.Equal(["X-TOUCH \"MINI\"", "Keys"], midi.InDevices);
        Assert.Equal(
            [
                new MidiMapping(0, MidiMessageKind.ControlChange, 11, 1, 0, 127),
                new MidiMapping(2, MidiMessageKind.PitchBend, 2, 0, 0, 16383),
            ],
            midi.Inputs["X-TOUCH \"MINI\""]);
        Assert.Equal([new MidiMapping(1, MidiMessageKind.Note, 1, 0, 0, 127)], midi.Inputs["Keys"]);
    }
}
