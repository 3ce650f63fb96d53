using System.Globalization;

namespace Impsy.EndToEnd.Tests;

/// <summary>impsy learn beside an instrument that plays and has the wires, and by itself.</summary>
public class LearnBesideTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void A_wire_of_an_instrument_that_plays_is_heard_by_both()
    {
        using PseudoTerminal wire = new();
        using TestStage stage = new() { Mode = "useronly", More = SerialMidi(wire.SlavePath) };
        using OscPeer player = new(stage);
        using NativeInstrument instrument = Play(stage);
        using NativeInstrument learning = Learn(stage, "--controls", "2", "--serial", wire.SlavePath);
        learning.WaitForOutput($"listening to {wire.SlavePath}, through the instrument that plays");
        // A clock, a controller in running status that is mapped, and a key that is not.
        wire.Write(0xF8, 0xBA, 7, 0, 7, 64, 7, 127, 0x95, 60, 100);
        Assert.Equal(0, learning.WaitForExit());
        Assert.Equal(
            $"""
            [model]
            dimension = 3

            [serialmidi]
            port = "{wire.SlavePath}"
            input = [
              ["control_change", 11, 7],
              ["note_on", 6],
            ]

            """,
            Learned(stage));
        Wait.Until(() => player.AskStatus().Inputs == 3, s_patience, () => $"{player.AskStatus().Inputs} inputs");
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
        Assert.Equal([0, Math.Round(64 / 127.0, 4), 1], Heard(stage, dimension: 1));
    }

    [Fact]
    public void The_same_wire_by_another_name_is_not_opened_a_second_time()
    {
        using PseudoTerminal wire = new();
        using TestStage stage = new() { Mode = "useronly" };
        string link = Path.Combine(stage.Folder, "wire");
        wire.LinkAs(link);
        using TestStage playing = new() { Mode = "useronly", More = SerialMidi(wire.SlavePath) };
        using NativeInstrument instrument = Play(playing);
        using NativeInstrument learning = NativeInstrument.Launch(
            playing.Folder, "learn", "--controls", "1", "--serial", link, "--control", Control(playing));
        learning.WaitForOutput("through the instrument that plays");
        learning.WaitForOutput("Move each control");
        Assert.Equal(0, learning.CountOutput($"listening to {link}"));
        wire.Write(0x90, 60, 100);
        Assert.Equal(0, learning.WaitForExit());
    }

    [Fact]
    public void Knobs_with_and_without_a_place_in_the_configuration_are_learned_with_their_ends()
    {
        using PinsBoard board = new();
        using PseudoTerminal wire = new();
        string knob = $"[adc]\nchip = 'mcp3008'\nbus = '{board.Spi}'\n[[adc.input]]\nchannel = 2\ndimension = 1\n";
        using TestStage stage = new() { Mode = "useronly", More = SerialMidi(wire.SlavePath, second: true) + knob };
        using OscPeer player = new(stage);
        board.TurnKnob(5, 500);
        using NativeInstrument instrument = Play(stage, board.Wrapper);
        using NativeInstrument learning = Learn(stage, "--controls", "3");
        learning.WaitForOutput($"listening to mcp3008 on {board.Spi}, through the instrument that plays");
        int collections = player.AskStatus().Collections;
        Thread.Sleep(1000); // a knob is at rest before it is moved
        Turn(board, channel: 5, 500, 8, 1015, 700);
        learning.WaitForOutput($"control 1: channel 5 of mcp3008 on {board.Spi}");
        wire.Write(0xB0, 1, 1, 1, 2, 1, 3);
        learning.WaitForOutput($"control 2: [\"control_change\", 1, 1] on {wire.SlavePath}");
        Turn(board, channel: 2, 0, 1023, 0);
        Assert.Equal(0, learning.WaitForExit());
        Assert.EndsWith(
            $"""
            [adc]
            chip = "mcp3008"
            bus = "{board.Spi}"

            [[adc.input]]
            channel = 5
            dimension = 1
            min = 10
            max = 1013

            [[adc.input]]
            channel = 2
            dimension = 3
            min = 2
            max = 1021

            """,
            Learned(stage), StringComparison.Ordinal);
        Assert.False(board.WasAskedWrongly);
        Assert.Equal(0, FinishedRun.Of(stage.Folder, "check-config", "learned.toml").ExitCode);
        Assert.Equal((0, collections), (player.AskStatus().Stalls, player.AskStatus().Collections));
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
        Assert.Contains(1, Heard(stage, dimension: 1)); // it played on
    }

    [Fact]
    public void An_ADS1115_that_nobody_reads_is_opened_by_itself()
    {
        using PinsBoard board = new();
        using TestStage stage = new();
        board.SetVoltage(3, 13_000);
        using NativeInstrument learning = NativeInstrument.LaunchUnder(
            board.Wrapper, stage.Folder,
            "learn", "--controls", "1", "--adc", $"ads1115:{board.I2c}", "--to", "learned.toml");
        learning.WaitForOutput($"listening to ads1115 on {board.I2c} at 0x48");
        Thread.Sleep(1000); // a knob is at rest before it is moved
        foreach (int result in new[] { 13_000, -4, 26_350 })
        {
            long rounds = board.I2cRounds;
            board.SetVoltage(3, result);
            Wait.Until(() => board.I2cRounds > rounds + 40, s_patience, () => "no samples");
        }
        Assert.Equal(0, learning.WaitForExit());
        Assert.EndsWith(
            $"""
            [adc]
            chip = "ads1115"
            bus = "{board.I2c}"
            address = 0x48

            [[adc.input]]
            channel = 3
            dimension = 1
            min = 48
            max = 26302

            """,
            Learned(stage), StringComparison.Ordinal);
    }

    [Fact]
    public void The_numbers_of_a_line_that_the_instrument_reads_are_learned_by_their_places()
    {
        using PseudoTerminal wire = new();
        using TestStage stage = new()
        {
            Mode = "useronly",
            More = $"[serial]\nport = '{wire.SlavePath}'\nbaudrate = 9600\n",
        };
        using NativeInstrument instrument = Play(stage);
        using NativeInstrument learning = Learn(stage, "--controls", "2");
        learning.WaitForOutput($"listening to {wire.SlavePath}, through the instrument that plays");
        wire.Write("0,0.5,0,0,0,0,0,0\n0,0.5,0,1,0,0,0,0\n0,0.4,0,1,0,0,0,0\n1,0.4,0,1,0,0,0,0\n"u8);
        Assert.Equal(0, learning.WaitForExit());
        Assert.Contains("number 4 of the lines", learning.Output, StringComparison.Ordinal);
        Assert.Equal(
            $"""
            [model]
            dimension = 5

            # A line has as many numbers as there are controls, in their order.
            [serial]
            port = "{wire.SlavePath}"
            baudrate = 9600

            """,
            Learned(stage));
    }

    [Fact]
    public void Where_an_instrument_is_named_and_none_is_there_it_says_so()
    {
        using TestStage stage = new();
        FinishedRun run = FinishedRun.Of(stage.Folder, "learn", "--control", Control(stage));
        Assert.Equal(69, run.ExitCode);
        Assert.Contains("does the instrument run", run.Error, StringComparison.Ordinal);
    }

    private static string SerialMidi(string path, bool second = false) =>
        $"[serialmidi]\nport = '{path}'\ninput = [{(second ? "[], " : "")}['control_change', 11, 7], "
            + $"{string.Concat(Enumerable.Repeat("[], ", second ? 6 : 7))}]\n";

    private static string Control(TestStage stage) => Path.Combine(stage.Folder, "control.sock");

    private static NativeInstrument Play(TestStage stage, params string[] wrapper)
    {
        NativeInstrument instrument = NativeInstrument.LaunchUnder(
            wrapper, stage.Folder, "run", "-c", stage.WriteConfig(), "-l", stage.Logs, "--control", Control(stage));
        instrument.WaitForOutput(" ready: ");
        return instrument;
    }

    private static NativeInstrument Learn(TestStage stage, params string[] arguments) => NativeInstrument.Launch(
        stage.Folder, ["learn", "--control", Control(stage), "--to", "learned.toml", .. arguments]);

    private static string Learned(TestStage stage) => File.ReadAllText(Path.Combine(stage.Folder, "learned.toml"));

    /// <summary>Stops at each place for so long that the slowest channel is read some times.</summary>
    private static void Turn(PinsBoard board, int channel, params int[] places)
    {
        foreach (int counts in places)
        {
            board.TurnKnob(channel, counts);
            long rounds = board.SpiRounds;
            Wait.Until(() => board.SpiRounds > rounds + 100, s_patience, () => "no samples");
        }
    }

    /// <summary>What was logged of one of the player's controls.</summary>
    private static IEnumerable<double> Heard(TestStage stage, int dimension) => stage.LogLines()
        .Where(line => line.Contains(",interface,", StringComparison.Ordinal))
        .Select(line => Math.Round(double.Parse(line.Split(',')[1 + dimension], CultureInfo.InvariantCulture), 4));
}
