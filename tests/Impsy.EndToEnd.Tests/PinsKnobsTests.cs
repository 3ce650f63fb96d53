using System.Diagnostics;
using System.Globalization;

namespace Impsy.EndToEnd.Tests;

/// <summary>The board's own pins, against the native binary: knobs on converters.</summary>
public sealed class PinsKnobsTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly PinsBoard _board = new();

    public void Dispose() => _board.Dispose();

    [Fact]
    public void A_knob_turned_is_an_event_a_prediction_and_a_light()
    {
        using TestStage stage = Stage("polyphony", Mcp3008(8), $"""
            [gpio]
            chip = "{_board.Chip}"
            [[gpio.output]]
            type = "activity"
            line = 22
            """);
        using OscPeer player = new(stage);
        for (int i = 0; i < 8; i++)
            _board.TurnKnob(i, 100 * (i + 1));
        using NativeInstrument instrument = NativeInstrument.Play(stage, _board.Wrapper);
        Wait.Until(() => _board.SpiRounds > 100, s_patience, () => "no samples");
        Assert.Equal((0, 0), (player.AskStatus().Inputs, player.PredictionCount)); // nothing has moved
        _board.TurnKnob(2, 1023);
        Wait.Until(() => player.PredictionCount == 1, s_patience, () => instrument.Output);
        Wait.Until(() => _board.Changes(22).Length == 2, s_patience, () => "no flash");
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
        // Of the others it is told along where they stand.
        string[] expected = [.. Enumerable.Range(0, 8).Select(i =>
            Math.Round(i == 2 ? 1 : (100 * (i + 1) - 2) / 1019.0, 4).ToString(CultureInfo.InvariantCulture))];
        Assert.Equal([string.Join(' ', expected)], Heard(stage));
        Assert.False(_board.WasAskedWrongly);
    }

    [Fact]
    public void Knobs_that_move_together_are_one_event_and_a_sweep_is_heard_to_its_end()
    {
        using TestStage stage = Stage("useronly", Mcp3008(8));
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage, _board.Wrapper);
        for (int step = 0; step <= 100; step++)
        {
            for (int i = 0; i < 8; i++)
                _board.TurnKnob(i, step * 1023 / 100);
            long before = _board.SpiRounds;
            Wait.Until(() => _board.SpiRounds > before, s_patience, () => "no samples");
        }
        Wait.Until(() => Heard(stage).LastOrDefault() == "1 1 1 1 1 1 1 1", s_patience, () => "the end was not heard");
        Assert.InRange(player.AskStatus().Inputs, 50, 110);
    }

    [Fact]
    public void A_converter_that_is_pulled_out_is_told_once_and_comes_back()
    {
        using TestStage stage = Stage("useronly", Mcp3008(2));
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage, _board.Wrapper);
        instrument.WaitForOutput($"ADC: mcp3008 on {_board.Spi} answers");
        _board.SetSpiFault(PinsBoard.Fault.Absent);
        instrument.WaitForOutput("no MCP3008 answers; is it wired?; trying again every second");
        long rounds = _board.SpiRounds;
        Wait.Until(() => _board.SpiRounds >= rounds + 2, s_patience, () => "it does not try again");
        _board.SetSpiFault(PinsBoard.Fault.None);
        Wait.Until(() => instrument.CountOutput("answers") == 3, s_patience, () => instrument.Output);
        _board.TurnKnob(1, 800);
        Wait.Until(() => player.AskStatus().Inputs > 0, s_patience, () => "the knob is not heard");
        Assert.Equal(1, instrument.CountOutput("no MCP3008 answers"));
    }

    [Fact]
    public void Four_knobs_on_an_ADS1115_are_read_by_words_each_in_its_own_conversion()
    {
        using TestStage stage = Stage("useronly", Ads1115(4));
        using OscPeer player = new(stage);
        for (int i = 0; i < 4; i++)
            _board.SetVoltage(i, 6000 * (i + 1));
        using NativeInstrument instrument = NativeInstrument.Play(stage, _board.Wrapper);
        Wait.Until(() => _board.I2cRounds > 100, s_patience, () => "no samples");
        _board.SetVoltage(3, -3);
        Wait.Until(() => player.AskStatus().Inputs == 1, s_patience, () => instrument.Output);
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
        string[] expected = [.. Enumerable.Range(0, 4).Select(i =>
            Math.Round(i == 3 ? 0 : (6000 * (i + 1) - 48) / (26_400.0 - 96), 4).ToString(CultureInfo.InvariantCulture))];
        Assert.StartsWith(string.Join(' ', expected), Assert.Single(Heard(stage)), StringComparison.Ordinal);
        Assert.False(_board.WasAskedWrongly);
    }

    [Fact]
    public void A_bus_that_hangs_costs_its_own_values_and_nothing_else()
    {
        using TestStage stage = Stage("filter", Ads1115(4), $"""
            [gpio]
            chip = "{_board.Chip}"
            [[gpio.input]]
            line = 17
            dimension = 8
            """);
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage, _board.Wrapper);
        Wait.Until(() => _board.I2cRounds > 20, s_patience, () => "no samples");
        _board.SetI2cFault(PinsBoard.Fault.Hung);
        instrument.WaitForOutput("the bus hangs; is a wire loose, or SDA or SCL held low?");
        for (int i = 0; i < 20; i++)
        {
            _board.SetLine(17, i % 2);
            player.PlayStep(i);
            Thread.Sleep(20);
        }
        Wait.Until(() => player.PredictionCount >= 40, s_patience, () => $"{player.PredictionCount} predictions");
        Assert.Equal(0, player.AskStatus().Stalls);
        // It does not wait for the bus when it ends, either.
        (int exitCode, TimeSpan time) = instrument.Signal(Signals.Terminate);
        Assert.Equal(0, exitCode);
        Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Reading_eight_knobs_makes_no_garbage()
    {
        using TestStage stage = Stage("useronly", Mcp3008(8));
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage, _board.Wrapper);
        Wait.Until(() => _board.SpiRounds > 100, s_patience, () => "no samples");
        int before = player.AskStatus().Collections;
        Stopwatch watch = Stopwatch.StartNew();
        for (int i = 0; watch.ElapsedMilliseconds < 2000; i++)
        {
            _board.TurnKnob(i % 8, i * 37 % 1024);
            Thread.Sleep(5);
        }
        Assert.Equal(before, player.AskStatus().Collections);
        Assert.InRange(player.AskStatus().Inputs, 20, 1000);
    }

    private string Mcp3008(int knobs) =>
        $"[adc]\nchip = 'mcp3008'\nbus = '{_board.Spi}'\n{Knobs(knobs)}";

    private string Ads1115(int knobs) => $"[adc]\nchip = 'ads1115'\nbus = '{_board.I2c}'\n{Knobs(knobs)}";

    private static string Knobs(int count) => string.Concat(
        Enumerable.Range(0, count).Select(i => $"[[adc.input]]\nchannel = {i}\ndimension = {i + 1}\n"));

    private static TestStage Stage(string mode, params string[] sections) =>
        new() { Mode = mode, Timescale = 1e-6, More = string.Join('\n', sections) };

    /// <summary>What was logged of the player, rounded to four places.</summary>
    private static IEnumerable<string> Heard(TestStage stage) => stage.LogLines()
        .Where(line => line.Contains(",interface,", StringComparison.Ordinal))
        .Select(line => string.Join(' ', line.Split(',')[2..].Select(value =>
            Math.Round(double.Parse(value, CultureInfo.InvariantCulture), 4).ToString(CultureInfo.InvariantCulture))));
}
