using Impsy.Daemon.Learning;
using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Tests.Learning;

public class ControlLearnerTests
{
    private readonly ControlLearner _learner = new(most: 9);
    private long _now = 1;

    [Fact]
    public void Each_control_is_learned_once_in_the_order_in_which_they_are_moved()
    {
        foreach (int controller in new[] { 7, 3, 7, 9 })
        {
            for (int value = 10; value < 20; value++)
                Push("X", MidiMessage.ControlChange(11, controller, value));
        }
        Assert.Equal([7, 3, 9], _learner.Learned.Select(control => control.Controller));
    }

    [Fact]
    public void A_control_that_only_trembles_is_none()
    {
        for (int i = 0; i < 100; i++)
            Assert.False(Push("X", MidiMessage.ControlChange(1, 1, 60 + i % 2)));
        Assert.True(Push("X", MidiMessage.ControlChange(1, 1, 62)));
    }

    [Fact]
    public void A_button_a_key_and_a_wheel_are_controls_too()
    {
        Assert.False(Push("X", MidiMessage.ControlChange(1, 64, 127)));
        Assert.True(Push("X", MidiMessage.ControlChange(1, 64, 0)));
        Assert.False(Push("X", MidiMessage.NoteOff(2, 60)));
        Assert.True(Push("X", MidiMessage.NoteOn(2, 60, 1)));
        Assert.False(Push("X", MidiMessage.NoteOn(2, 61, 1)));
        for (int bend = 0; bend < 3; bend++)
            Assert.Equal(bend == 2, Push("Y", MidiMessage.PitchBend(3, bend)));
        Assert.False(Push("X", new MidiMessage(0xF8, 0, 0)));
        Assert.Equal(["[\"control_change\", 1, 64]", "[\"note_on\", 2]", "[\"pitch_bend\", 3]"],
            _learner.Learned.Select(control => control.Entry));
    }

    [Fact]
    public void Controls_of_all_kinds_of_ports_are_learned_in_the_order_in_which_they_are_moved()
    {
        Turn(LearnTestPorts.Spi, 5, 500, 500);
        Turn(LearnTestPorts.I2c, 0, 9000, 9000);
        Turn(LearnTestPorts.I2c, 0, 9000, 20);
        Push("Keys", MidiMessage.NoteOn(1, 60, 1));
        Turn(LearnTestPorts.Spi, 5, 500, 1020);
        for (int i = 0; i < 3; i++)
            Hear(LearnTestPorts.Wire, RawMessage.Of(MidiMessage.ControlChange(2, 7, i), ++_now));
        Hear(LearnTestPorts.Line, new RawMessage(++_now, 3, 0, 0.5f));
        Hear(LearnTestPorts.Line, new RawMessage(++_now, 3, 0, 1));
        Turn(LearnTestPorts.I2c, 0, 20, 26_000);
        Assert.Equal(
            [
                new LearnedControl(LearnTestPorts.I2c, LearnedKind.Knob, 0) { Range = (20, 26_000) },
                new LearnedControl(LearnTestPorts.Device("Keys"), LearnedKind.Note, 1),
                new LearnedControl(LearnTestPorts.Spi, LearnedKind.Knob, 5) { Range = (500, 1020) },
                new LearnedControl(LearnTestPorts.Wire, LearnedKind.ControlChange, 2, 7),
                new LearnedControl(LearnTestPorts.Line, LearnedKind.Number, 3),
            ],
            _learner.Learned);
    }

    [Fact]
    public void It_is_complete_when_as_many_were_moved_as_there_are_and_the_knobs_have_come_to_rest()
    {
        ControlLearner learner = new(most: 1);
        Turn(learner, LearnTestPorts.Spi, 1, 0, 0);
        Turn(learner, LearnTestPorts.Spi, 1, 0, 1000);
        Assert.False(learner.IsComplete);
        Turn(learner, LearnTestPorts.Spi, 1, 1000, 1000, samples: 500);
        Assert.True(learner.IsComplete);
        learner.Push(LearnTestPorts.Wire, RawMessage.Of(MidiMessage.NoteOn(1, 60, 1), ++_now), out _);
        Assert.Single(learner.Learned);
    }

    [Fact]
    public void The_range_of_a_knob_is_news_whenever_it_has_come_to_rest_further_away()
    {
        List<LearnNews> news = [];
        int[] places = [0, 0, 800, 800, 0, 0, 1000, 1000];
        foreach ((int from, int to) in places.Zip(places[1..]))
            news.AddRange(Turn(_learner, LearnTestPorts.Spi, 2, from, to, samples: 450));
        Assert.Equal([LearnNews.Control, LearnNews.Range, LearnNews.Range], news);
    }

    [Fact]
    public void A_converter_of_which_the_scale_is_not_known_yet_teaches_nothing()
    {
        HeardPort closed = LearnTestPorts.Spi with { FullScale = 0 };
        Turn(closed, 1, 0, 0);
        Turn(closed, 1, 0, 1000);
        Assert.Empty(_learner.Learned);
    }

    private bool Push(string device, in MidiMessage message) =>
        Hear(LearnTestPorts.Device(device), RawMessage.Of(message, ++_now)) == LearnNews.Control;

    private LearnNews Hear(HeardPort port, in RawMessage message) => _learner.Push(port, message, out _);

    private void Turn(HeardPort port, int channel, int from, int to) => Turn(_learner, port, channel, from, to);

    private List<LearnNews> Turn(
        ControlLearner learner, HeardPort port, int channel, int from, int to, int samples = 100)
    {
        List<LearnNews> news = [];
        for (int i = 1; i <= samples + 1; i++)
        {
            int counts = from + (to - from) * Math.Min(i, samples) / samples;
            news.Add(learner.Push(port, new RawMessage(_now += 5_000_000, channel, 0, counts), out _));
        }
        return [.. news.Where(told => told != LearnNews.None)];
    }
}
