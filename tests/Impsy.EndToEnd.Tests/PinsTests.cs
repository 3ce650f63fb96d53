using System.Globalization;

namespace Impsy.EndToEnd.Tests;

/// <summary>The board's own pins, against the native binary: GPIO lines.</summary>
public sealed class PinsTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly PinsBoard _board = new();

    public void Dispose() => _board.Dispose();

    [Fact]
    public void A_button_drives_a_dimension_and_another_one_gives_commands()
    {
        using TestStage stage = Stage(
            "polyphony", Input("button", "17", "dimension = 3"), Input("button", "18", "command = 'pause'"),
            Input("button", "'GPIO19'", "command = 'next_mode'"),
            Input("button", "20", "command = 'sigmatemp_up'\nstep = 0.5"));
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage, _board.Wrapper);
        float sigma = player.AskStatus().Sigma;
        _board.SetLines([(17, 0), (17, 1), (17, 0)]);
        Wait.Until(() => player.AskStatus().Inputs == 3, s_patience, () => $"{player.AskStatus().Inputs} inputs");
        _board.SetLines([(20, 0), (20, 1), (18, 0), (18, 1)]);
        Wait.Until(() => player.AskStatus().Paused, s_patience, () => instrument.Output);
        _board.SetLines([(18, 0), (19, 0), (18, 1), (19, 1), (19, 0)]);
        Wait.Until(
            () => player.AskStatus() is { Paused: false, Mode: "battle" }, s_patience, () => $"{player.AskStatus()}");
        Assert.Equal(sigma + 0.5f, player.AskStatus().Sigma, 1e-5);
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
        Assert.Equal(["1", "0", "1"], Heard(stage, dimension: 3));
        Assert.False(_board.WasAskedWrongly);
    }

    [Fact]
    public void Of_ten_thousand_edges_of_an_encoder_none_is_lost_or_doubled()
    {
        using TestStage stage = Stage(
            "useronly", Input("encoder", "[5, 6]", "dimension = 1\nsteps_per_turn = 1000\nturns = 2"));
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage, _board.Wrapper);
        Random chance = new(5);
        int place = 1000;
        List<string> expected = [];
        for (int click = 0; click < 2500; click++)
        {
            bool forward = chance.Next(100) < 55;
            (int first, int second) = forward ? (5, 6) : (6, 5);
            _board.SetLines([(first, 0), (second, 0), (first, 1), (second, 1)]);
            place += forward ? 1 : -1;
            expected.Add((place / 2000f).ToString(CultureInfo.InvariantCulture));
            if (click % 10 == 9)
                Thread.Sleep(1); // some 20,000 edges a second: ten times a fast hand
        }
        Wait.Until(() => player.AskStatus().Inputs >= 2500, s_patience, () => $"{player.AskStatus().Inputs} inputs");
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
        Assert.Equal(expected, Heard(stage, dimension: 1));
        Assert.DoesNotContain("more edges came", instrument.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Lights_show_who_plays_what_is_played_and_go_out_at_the_end()
    {
        using TestStage stage = Stage(
            "callresponse", Output("state", 22), Output("activity", 23), Output("gate", 24, "dimension = 2"),
            Output("pwm", 25, "dimension = 1\nfrequency = 50"), Output("gate", 26, "dimension = 2\nactive_low = true"));
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage, _board.Wrapper);
        Wait.Until(() => _board.Changes(22).Length >= 2, s_patience, () => "no blip while it listens");
        Assert.True(_board.IsLit(26)); // low means on, and it is off
        player.Play(0.5f, 1, 0, 0, 0, 0, 0, 0);
        // It answers, and so plays of its own accord.
        Wait.Until(() => player.PredictionCount > 20, s_patience, () => "no answer");
        Wait.Until(() => _board.IsLit(22), s_patience, () => "the state is dark");
        Assert.NotEmpty(_board.Changes(23));
        player.Command("/impsy/pause", 1);
        int before = _board.Changes(22).Length;
        Wait.Until(() => _board.Changes(22).Length >= before + 3, s_patience, () => "no blinking while it is paused");
        float[] last = [.. player.Predictions[^1].Arguments.Select(value => (float)value)];
        Assert.Equal((last[1] >= 0.5f, last[1] < 0.5f), (_board.IsLit(24), _board.IsLit(26)));
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
        Assert.Equal([26], Enumerable.Range(22, 5).Where(_board.IsLit));
    }

    [Fact]
    public void A_dimmed_light_has_the_part_of_the_time_that_its_dimension_says_and_does_not_drift()
    {
        using TestStage stage = Stage("useronly", Output("pwm", 25, "dimension = 1\nfrequency = 50"));
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage, _board.Wrapper);
        player.Play(0.25f, 0, 0, 0, 0, 0, 0, 0);
        Wait.Until(() => _board.Changes(25).Length >= 200, s_patience, () => $"{_board.Changes(25).Length} changes");
        (long Time, bool IsOn)[] changes = [.. _board.Changes(25).SkipWhile(change => !change.IsOn)];
        // A machine with other things to do is late at times; the grid of 20 ms stands all the same.
        long[] rises = [.. changes.Where(change => change.IsOn).Select(change => change.Time % 20_000_000).Order()];
        Assert.InRange(rises[rises.Length / 2], 0, 5_000_000);
        long[] widths = [.. changes.Zip(changes.Skip(1)).Where(pair => pair.First.IsOn)
            .Select(pair => pair.Second.Time - pair.First.Time).Order()];
        Assert.InRange(widths[widths.Length / 2], 2_000_000, 8_000_000); // 5 ms
    }

    [Fact]
    public void A_line_that_is_taken_is_told_with_who_has_it_and_the_rest_plays()
    {
        using TestStage stage = Stage(
            "useronly", Input("button", "9", "dimension = 1"), Input("button", "17", "dimension = 2"),
            Output("state", 40));
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage, _board.Wrapper);
        instrument.WaitForOutput("line 9 (GPIO9) is in use by 'spi0 CS0': end that first, or take another");
        instrument.WaitForOutput("line 40: pinctrl-bcm2711 has the lines 0..31");
        _board.SetLine(17, 0);
        Wait.Until(() => player.AskStatus().Inputs == 1, s_patience, () => $"{player.AskStatus().Inputs} inputs");
        Thread.Sleep(1500); // it asks again meanwhile, and says nothing
        Assert.Equal(1, instrument.CountOutput("is in use by"));
    }

    [Fact]
    public void A_chip_that_vanishes_costs_its_own_lines_only_and_comes_back()
    {
        using TestStage stage = Stage("battle", Input("button", "17", "command = 'pause'"), Output("state", 22));
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage, _board.Wrapper);
        player.Play(0.5f, 0.5f, 0, 0, 0, 0, 0, 0);
        Wait.Until(() => player.PredictionCount > 5, s_patience, () => "it does not play");
        _board.Unplug();
        instrument.WaitForOutput("Button on " + _board.Chip + " line 17 (GPIO17) is gone; waiting for it to come back");
        instrument.WaitForOutput("State light on " + _board.Chip + " line 22 (GPIO22) is gone");
        int before = player.PredictionCount;
        Wait.Until(() => player.PredictionCount > before + 20, s_patience, () => "it has stopped playing");
        _board.Plug();
        Wait.Until(() => instrument.CountOutput("GPIO: Button on") == 3, s_patience, () => instrument.Output);
        _board.SetLine(17, 0);
        Wait.Until(() => player.AskStatus().Paused, s_patience, () => instrument.Output);
        Assert.Equal(2, instrument.CountOutput("is gone"));
        Assert.Equal(0, instrument.CountOutput("no such chip"));
    }

    private static string Input(string type, string line, string more) =>
        $"[[gpio.input]]\ntype = '{type}'\nline = {line}\n{more}\n";

    private static string Output(string type, int line, string more = "") =>
        $"[[gpio.output]]\ntype = '{type}'\nline = {line}\n{more}\n";

    private TestStage Stage(string mode, params string[] sections) => new()
    {
        Mode = mode,
        Interaction = "input_thru = true",
        More = $"[gpio]\nchip = '{_board.Chip}'\n{string.Concat(sections)}",
    };

    private static IEnumerable<string> Heard(TestStage stage, int dimension) => stage.LogLines()
        .Where(line => line.Contains(",interface,", StringComparison.Ordinal))
        .Select(line => float.Parse(line.Split(',')[1 + dimension], CultureInfo.InvariantCulture)
            .ToString(CultureInfo.InvariantCulture));
}
