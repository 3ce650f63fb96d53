using System.Text;
using Impsy.Daemon.Config;
using Impsy.Daemon.Learning;
using Impsy.Hardware.Adc;

namespace Impsy.Daemon.Tests.Learning;

/// <summary>What is written is read by the reader of configurations, without a warning.</summary>
public class LearnedSectionTests
{
    [Fact]
    public void Controls_of_several_devices_come_back_from_their_mappings()
    {
        HeardPort mini = LearnTestPorts.Device("X-TOUCH \"MINI\"");
        InstrumentConfig config = Load(
            new(mini, LearnedKind.ControlChange, 11, 1), new(LearnTestPorts.Device("Keys"), LearnedKind.Note, 1),
            new(mini, LearnedKind.PitchBend, 2));
        MidiConfig midi = config.Midi!;
        Assert.Equal(4, config.Model.Dimension);
        Assert.Equal(["X-TOUCH \"MINI\"", "Keys"], midi.InDevices);
        Assert.Equal(
            [
                new MidiMapping(0, MidiMessageKind.ControlChange, 11, 1, 0, 127),
                new MidiMapping(2, MidiMessageKind.PitchBend, 2, 0, 0, 16383),
            ],
            midi.Inputs["X-TOUCH \"MINI\""]);
        Assert.Equal([new MidiMapping(1, MidiMessageKind.Note, 1, 0, 0, 127)], midi.Inputs["Keys"]);
    }

    [Fact]
    public void Knobs_of_several_converters_come_back_with_their_ends_a_hysteresis_further_in()
    {
        HeardPort iio = LearnTestPorts.Converter(AdcChip.Iio, "iio:device0", 0x48) with
        {
            FullScale = 4100,
            Hysteresis = 8.2f,
        };
        InstrumentConfig config = Load(
            Knob(LearnTestPorts.I2c, 3, 20, 26_000), Knob(LearnTestPorts.Spi, 0, 0, 1023),
            Knob(LearnTestPorts.I2c, 1, 0, 13_000), Knob(iio, 4, 100, 4000));
        Assert.Equal(5, config.Model.Dimension);
        Assert.Equal(
            [
                ("ads1115", "/dev/i2c-1", 0x49, 3, 0, 68, 25_952),
                ("ads1115", "/dev/i2c-1", 0x49, 1, 2, 48, 12_952),
                ("mcp3008", "/dev/spidev0.0", 0x49, 0, 1, 2, 1021),
                ("iio", "iio:device0", 0x49, 4, 3, 109, 3991),
            ],
            from bus in config.Adc!.Buses
            from chip in bus.Converters
            from knob in chip.Knobs
            select (chip.Chip.Name, chip.Bus, chip.Address, knob.Channel, knob.Control, knob.Min, knob.Max ?? 0));
    }

    [Fact]
    public void A_hysteresis_that_the_instrument_was_given_is_kept()
    {
        InstrumentConfig config = Load(Knob(LearnTestPorts.Spi with { Hysteresis = 7.5f }, 0, 0, 1023));
        KnobConfig knob = config.Adc!.Buses[0].Converters[0].Knobs[0];
        Assert.Equal((8, 1015, 7.5f), (knob.Min, knob.Max ?? 0, knob.Hysteresis));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_knob_that_creeps_to_its_learned_end_reaches_it(int end)
    {
        InstrumentConfig config = Load(Knob(LearnTestPorts.Spi, 0, 10, 1010)); // with noise of 1 count: 11 and 1009
        KnobConfig knob = config.Adc!.Buses[0].Converters[0].Knobs[0];
        KnobCurve curve = new(knob.Min, knob.Max!.Value, AdcChip.Mcp3008.Hysteresis, knob.Invert, knob.Curve);
        (int from, int to) = end == 0 ? (60, 11) : (960, 1009);
        Random random = new(3);
        List<float> reached = [];
        for (int samples = 2000; samples < 12_000; samples += 200)
        {
            KnobFilter filter = new(AdcChip.Mcp3008.Hysteresis);
            for (int i = 0; i <= 2 * samples; i++)
            {
                double place = from + (to - from) * Math.Min(i / (double)samples, 1);
                filter.Push((int)Math.Round(place) + random.Next(-1, 2));
            }
            reached.Add(curve.Map(filter.Told));
        }
        Assert.All(reached, value => Assert.Equal(end, value));
    }

    [Fact]
    public void A_wire_and_knobs_share_the_controls()
    {
        InstrumentConfig config = Load(
            Knob(LearnTestPorts.Spi, 2, 0, 1000), new(LearnTestPorts.Wire, LearnedKind.ControlChange, 11, 7));
        Assert.Equal("/dev/ttyAMA0", config.SerialMidi!.Port);
        Assert.Equal([new MidiMapping(1, MidiMessageKind.ControlChange, 11, 7, 0, 127)], config.SerialMidi.Input);
        Assert.Equal(0, config.Adc!.Buses[0].Converters[0].Knobs[0].Control);
    }

    [Fact]
    public void The_numbers_of_a_line_are_the_controls_of_their_places_and_the_others_fill_up()
    {
        InstrumentConfig config = Load(
            new(LearnTestPorts.Line, LearnedKind.Number, 3), new(LearnTestPorts.Wire, LearnedKind.Note, 1),
            new(LearnTestPorts.Line, LearnedKind.Number, 0), new(LearnTestPorts.Wire, LearnedKind.Note, 2));
        Assert.Equal(5, config.Model.Dimension);
        Assert.Equal(new SerialConfig("/dev/ttyACM0", 9600), config.Serial);
        Assert.Equal([1, 2], config.SerialMidi!.Input.Select(mapping => mapping.Control));
    }

    [Fact]
    public void Of_two_wires_the_first_is_written()
    {
        InstrumentConfig config = Load(
            new(LearnTestPorts.Wire, LearnedKind.Note, 1),
            new(LearnTestPorts.Wire with { Path = "/dev/ttyUSB0" }, LearnedKind.Note, 1));
        Assert.Equal("/dev/ttyAMA0", config.SerialMidi!.Port);
    }

    private static LearnedControl Knob(HeardPort port, int channel, int min, int max) =>
        new(port, LearnedKind.Knob, channel) { Range = (min, max) };

    private static InstrumentConfig Load(params LearnedControl[] learned)
    {
        ConfigLoad load = ConfigFile.Parse("learned.toml", Encoding.UTF8.GetBytes(LearnedSection.Write(learned)));
        Assert.Empty(load.Problems);
        return load.Config!;
    }
}
