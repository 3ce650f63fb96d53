using System.Text;
using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.Hardware.Adc;
using Impsy.Hardware.Gpio;

namespace Impsy.Daemon.Tests.Config;

public class PinConfigTests
{
    private static readonly string[] s_none = [];

    [Fact]
    public void Inputs_are_read_whole_in_their_order()
    {
        GpioConfig gpio = Load("""
            [gpio]
            chip = "pinctrl-rp1"
            [[gpio.input]]
            line = 17
            dimension = 8
            [[gpio.input]]
            type = "switch"
            line = "GPIO27"
            pull = "down"
            debounce_ms = 20
            command = "pause"
            [[gpio.input]]
            type = "encoder"
            line = [5, "GPIO6"]
            pull = "none"
            active_low = true
            steps_per_turn = 20
            edges_per_step = 2
            turns = 2.5
            acceleration = 1
            dimension = 1
            """).Gpio!;
        EncoderTurn usual = new(24, 4, 1, 0);
        Assert.Equal(("pinctrl-rp1", 3, 0), (gpio.Chip, gpio.Inputs.Count, gpio.Outputs.Count));
        Assert.Equal(["17", "GPIO27", "5 GPIO6"], gpio.Inputs.Select(input => string.Join(' ', input.Lines)));
        Assert.Equal(
            [
                new PinInputConfig(PinInputKind.Button, s_none, GpioBias.PullUp, true, 5, 7, null, usual),
                new PinInputConfig(
                    PinInputKind.Switch, s_none, GpioBias.PullDown, false, 20, null,
                    new PinCommand(false, new EngineCommand(CommandKind.Pause)), usual),
                new PinInputConfig(
                    PinInputKind.Encoder, s_none, GpioBias.None, true, 0, 0, null, new EncoderTurn(20, 2, 2.5f, 1)),
            ],
            gpio.Inputs.Select(input => input with { Lines = s_none }));
    }

    [Theory]
    [InlineData("button", "pause", "TogglePause 0")]
    [InlineData("switch", "pause", "Pause 0")]
    [InlineData("button", "reset", "Reset 0")]
    [InlineData("button", "next_mode", "ModeBy 1")]
    [InlineData("toggle", "battle", "Mode 0 Battle")]
    [InlineData("button", "sigmatemp_up", "SigmaTemperatureBy 0.05")]
    [InlineData("button", "pitemp_down", "PiTemperatureBy -0.05")]
    [InlineData("encoder", "timescale", "TimescaleBy 0.05")]
    [InlineData("encoder", "mode", "ModeBy 1")]
    [InlineData("button", "next_model", "next")]
    public void A_command_is_what_its_word_says(string type, string word, string expected)
    {
        string line = type == "encoder" ? "[1, 2]" : "1";
        PinCommand command = Load($"[[gpio.input]]\ntype='{type}'\nline={line}\ncommand='{word}'")
            .Gpio!.Inputs[0].Command!.Value;
        string mode = command.Command.Kind == CommandKind.Mode ? $" {command.Command.Mode}" : "";
        Assert.Equal(
            expected,
            command.IsNextModel ? "next"
                : FormattableString.Invariant($"{command.Command.Kind} {command.Command.Value}{mode}"));
    }

    [Fact]
    public void Outputs_are_read_whole()
    {
        GpioConfig gpio = Load("""
            [gpio]
            [[gpio.output]]
            line = 22
            [[gpio.output]]
            type = "gate"
            line = "GPIO23"
            active_low = true
            dimension = 2
            threshold = 0.25
            [[gpio.output]]
            type = "pwm"
            line = 24
            dimension = 3
            frequency = 60
            """).Gpio!;
        Assert.Equal(
            [
                new PinOutputConfig(PinOutputKind.State, "22", false, 0, 0.5f, 100),
                new PinOutputConfig(PinOutputKind.Gate, "GPIO23", true, 1, 0.25f, 100),
                new PinOutputConfig(PinOutputKind.Pwm, "24", false, 2, 0.5f, 60),
            ],
            gpio.Outputs);
    }

    [Theory]
    [InlineData("[gpio]", "x(3): warning: gpio: not used: it has neither [[gpio.input]] nor [[gpio.output]]")]
    [InlineData("[gpio]\ninput = 3\n[[gpio.output]]\nline = 1", "x(4): gpio.input: expected sections [[gpio.input]], found '3'")]
    [InlineData("[[gpio.input]]\nline = 1", "x(3): gpio.input: expected a dimension or a command, found neither")]
    [InlineData("[[gpio.input]]\nline = 1\ndimension = 1\ncommand = 'reset'",
        "x(3): gpio.input: expected a dimension or a command, found both")]
    [InlineData("[[gpio.input]]\ndimension = 1",
        "x(3): gpio.input.line: expected the number of a line, or its name, found nothing")]
    [InlineData("[[gpio.input]]\nline = -1\ndimension = 1",
        "x(4): gpio.input.line: expected the number of a line, or its name, found '-1'")]
    [InlineData("[[gpio.input]]\ntype = 'encoder'\nline = 5\ndimension = 1",
        "x(5): gpio.input.line: expected two lines, [A, B], each a number or a name, found '5'")]
    [InlineData("[[gpio.input]]\ntype = 'encoder'\nline = [5, 5]\ndimension = 1",
        "x(3): gpio.input.line: line 5 is used by another input or output already; "
        + "x(5): gpio.input.line: expected two different lines, found 5 twice")]
    [InlineData("[[gpio.input]]\ntype = 'encoder'\nline = [5, 6]\ndimension = 1\ndebounce_ms = 5",
        "x(7): gpio.input.debounce_ms: an encoder has none: it would lose turns by it")]
    [InlineData("[[gpio.input]]\nline = 1\ndimension = 9",
        "x(5): gpio.input.dimension: expected a whole number 1..8, found '9'")]
    [InlineData("[[gpio.input]]\nline = 1\ncommand = 'stop'",
        "x(5): gpio.input.command: expected pause, reset, next_model, next_mode, callresponse, polyphony, filter, "
        + "battle, useronly, sigmatemp_up, sigmatemp_down, pitemp_up, pitemp_down, timescale_up, timescale_down, "
        + "threshold_up or threshold_down, found the text 'stop'")]
    [InlineData("[[gpio.input]]\nline = 1\ndimension = 1\n[[gpio.output]]\nline = 1",
        "x(6): gpio.output.line: line 1 is used by another input or output already")]
    [InlineData("[[gpio.output]]\ntype = 'pwm'\nline = 1\nfrequency = 500",
        "x(3): gpio.output.dimension: expected the dimension that it shows, found nothing; "
        + "x(6): gpio.output.frequency: expected a number 10..200, found '500'")]
    [InlineData("[[gpio.output]]\nlin = 1",
        "x(3): gpio.output.line: expected the number of a line, or its name, found nothing; "
        + "x(4): warning: gpio.output.lin: unknown key; did you mean gpio.output.line?")]
    [InlineData("[adc]\nchip = 'mcp3008'", "x(3): warning: adc: not used: it has no [[adc.input]]")]
    [InlineData("[adc]\n[[adc.input]]\nchannel = 0\ndimension = 1",
        "x(3): adc.chip: expected mcp3008, mcp3208, ads1115, ads1015, iio, found nothing")]
    [InlineData("[adc]\nchip = 'iio'\n[[adc.input]]\nchannel = 0\ndimension = 1",
        "x(3): adc.bus: expected the name of an IIO device, such as ads1015, found nothing")]
    [InlineData("[adc]\nchip = 'ads1115'\n[[adc.input]]\nchannel = 4\ndimension = 1",
        "x(6): adc.input.channel: expected a whole number 0..3, found '4'")]
    [InlineData("[adc]\nchip = 'mcp3008'\n[[adc.input]]\nmin = 5\nmax = 5",
        "x(5): adc.input.channel: expected a channel 0..7 of the mcp3008, found nothing; "
        + "x(5): adc.input.dimension: expected the dimension that it drives, found nothing; "
        + "x(6): adc.input.min: expected another number than max, found 5 for both")]
    [InlineData("[adc]\nchip = 'mcp3008'\nrate = 200\nspeed = 100000\n[[adc.input]]\nchannel = 0\ndimension = 1\n"
        + "[[adc.input]]\nchannel = 1\ndimension = 2\nbus = '/dev/spidev0.1'", "")]
    [InlineData("[adc]\nchip = 'ads1015'\nrate = 900\nspeed = 400000\n[[adc.input]]\nchannel = 0\ndimension = 1\n"
        + "[[adc.input]]\nchannel = 1\ndimension = 2",
        "x(5): adc.rate: expected a rate that /dev/i2c-1 can keep, found '900': 2 conversions of 0.58 ms (0.36 in the "
        + "chip, 86 bits at 400000 Hz) take 1.15 ms, and 900 Hz leave 1.11 ms: 869 Hz at most")]
    public void A_mistake_is_told_with_its_line(string text, string expected) =>
        Assert.Equal(expected, string.Join("; ", Parse(text).Problems));

    [Fact]
    public void Converters_are_gathered_by_bus_and_their_knobs_by_converter()
    {
        AdcConfig adc = Load("""
            [adc]
            chip = "ads1115"
            [[adc.input]]
            channel = 0
            dimension = 1
            [[adc.input]]
            channel = 3
            dimension = 2
            min = 100
            max = 26000
            invert = true
            curve = 0.5
            hysteresis = 20
            [[adc.input]]
            address = 0x49
            channel = 0
            dimension = 3
            [[adc.input]]
            chip = "mcp3208"
            channel = 7
            dimension = 4
            """).Adc!;
        Assert.Equal(["/dev/i2c-1 100", "/dev/spidev0.0 200"], adc.Buses.Select(bus => $"{bus.Bus} {bus.RateHz}"));
        Assert.Equal(
            [(AdcChip.Ads1115, 0x48, 400_000), (AdcChip.Ads1115, 0x49, 400_000), (AdcChip.Mcp3208, 0x48, 1_000_000)],
            adc.Buses.SelectMany(bus => bus.Converters).Select(c => (c.Chip, c.Address, c.SpeedHz)));
        Assert.Equal(
            [
                new KnobConfig(0, 0, 0, null, false, 1, null), new KnobConfig(3, 1, 100, 26_000, true, 0.5f, 20),
                new KnobConfig(0, 2, 0, null, false, 1, null), new KnobConfig(7, 3, 0, null, false, 1, null),
            ],
            adc.Buses.SelectMany(bus => bus.Converters).SelectMany(converter => converter.Knobs));
    }

    [Fact]
    public void Without_a_rate_of_its_own_a_full_bus_is_read_as_often_as_it_can_be()
    {
        string knobs = string.Concat(Enumerable.Range(0, 8).Select(
            i => $"[[adc.input]]\nchannel = {i % 4}\naddress = {0x48 + i / 4}\ndimension = {i + 1}\n"));
        Assert.Equal(81, Assert.Single(Load("[adc]\nchip = 'ads1115'\n" + knobs).Adc!.Buses).RateHz);
    }

    private static InstrumentConfig Load(string text)
    {
        ConfigLoad load = Parse(text);
        Assert.Empty(load.Problems);
        return load.Config!;
    }

    private static ConfigLoad Parse(string text) =>
        ConfigFile.Parse("x", Encoding.UTF8.GetBytes("[model]\ndimension = 9\n" + text));
}
