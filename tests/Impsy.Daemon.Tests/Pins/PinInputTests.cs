using System.Globalization;
using System.Text;
using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Models;
using Impsy.Daemon.Pins;
using Impsy.Daemon.Tests.Engine;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Gpio;
using Impsy.Hardware.Linux;
using Microsoft.Extensions.Logging.Abstractions;

namespace Impsy.Daemon.Tests.Pins;

public sealed class PinInputTests : IDisposable
{
    private readonly EventFd _bell = new();
    private readonly CommandQueue _commands;
    private readonly ModelLoader _models;
    private readonly InputQueue _queue;
    private readonly PositionSender _positions;
    private readonly uint[] _sequence = [0, 0];
    private readonly VirtualPlayer _player = new(
        new EngineSettings(InteractionMode.CallResponse, Threshold: 0.1f), new ScriptedPredictor(3, 1));

    private long _now = 1_000_000_000;

    public PinInputTests()
    {
        _commands = new CommandQueue(_bell);
        _models = new ModelLoader("/nowhere", 3, _commands, NullLogger.Instance);
        _queue = new InputQueue(_bell, capacity: 16_384);
        _positions = new PositionSender(_queue, source: 3, controls: 8);
    }

    public void Dispose()
    {
        _models.Dispose();
        _bell.Dispose();
    }

    [Fact]
    public void A_button_is_1_while_it_is_pressed()
    {
        Feed(Create("line = 1\ndimension = 2"), begin: 0, "+0 -0 +0");
        Assert.Equal(["2=1", "2=0", "2=1"], Events());
    }

    [Fact]
    public void A_toggle_changes_with_each_press()
    {
        Feed(Create("type = 'toggle'\nline = 1\ndimension = 2"), begin: 0, "+0 -0 +0 -0");
        Assert.Equal(["2=1", "2=0"], Events());
    }

    [Fact]
    public void Where_things_stand_is_no_event_and_is_told_with_the_first_that_moves()
    {
        IPinInput button = Create("line = 1\ndimension = 1");
        IPinInput closed = Create("type = 'switch'\nline = 2\ndimension = 3");
        IPinInput open = Create("type = 'switch'\nline = 3\ndimension = 4");
        closed.Begin(1, _now);
        open.Begin(0, _now);
        button.Begin(0, _now);
        Assert.Empty(Events());
        Feed(button, begin: null, "+0 -0");
        Assert.Equal(["1=1 3=1 4=0", "1=0"], Events());
    }

    [Fact]
    public void A_switch_that_was_moved_while_its_chip_was_away_is_an_event()
    {
        IPinInput input = Create("type = 'switch'\nline = 2\ndimension = 3");
        input.Begin(0, 1);
        input.Begin(0, 2);
        input.Begin(1, 3);
        Assert.Equal(["3=1"], Events());
    }

    [Fact]
    public void A_press_too_short_to_be_seen_both_ways_is_one_press()
    {
        Feed(Create("type = 'toggle'\nline = 1\ndimension = 2"), begin: 0, "+0 +0 -0");
        Assert.Equal(["2=1"], Events());
    }

    [Fact]
    public void Edges_that_were_lost_are_noticed()
    {
        IPinInput input = Create("line = 1\ndimension = 2");
        Assert.True(input.Take(0, new GpioEdge(1, 17, true, 5)));
        Assert.True(input.Take(0, new GpioEdge(2, 17, false, 6)));
        Assert.False(input.Take(0, new GpioEdge(3, 17, true, 8)));
    }

    [Fact]
    public void An_encoder_moves_from_the_middle_by_a_step_for_each_click()
    {
        IPinInput encoder = Create("type = 'encoder'\nline = [1, 2]\nsteps_per_turn = 10\nturns = 1\ndimension = 1");
        Feed(encoder, begin: 0, Forward + Forward + Back);
        Assert.Equal(["1=0.6", "1=0.7", "1=0.6"], Events());
    }

    [Fact]
    public void At_its_ends_an_encoder_stays_and_comes_back_at_once()
    {
        IPinInput encoder = Create("type = 'encoder'\nline = [1, 2]\nsteps_per_turn = 4\nturns = 1\ndimension = 1");
        Feed(encoder, begin: 0, Forward + Forward + Forward + Forward + Back);
        Assert.Equal(["1=0.75", "1=1", "1=0.75"], Events());
    }

    [Fact]
    public void Some_encoders_click_after_two_edges_or_after_each()
    {
        Feed(Create("type = 'encoder'\nline = [1, 2]\nsteps_per_turn = 8\nedges_per_step = 2\ndimension = 1"),
            begin: 0, Forward);
        Assert.Equal(["1=0.625", "1=0.75"], Events());
        Feed(Create("type = 'encoder'\nline = [1, 2]\nsteps_per_turn = 8\nedges_per_step = 1\ndimension = 1"),
            begin: 0, Forward);
        Assert.Equal(["1=0.625", "1=0.75", "1=0.875", "1=1"], Events());
    }

    [Fact]
    public void Acceleration_counts_more_the_faster_it_is_turned()
    {
        IPinInput encoder = Create(
            "type = 'encoder'\nline = [1, 2]\nsteps_per_turn = 10\nturns = 10\nacceleration = 1\ndimension = 1");
        Feed(encoder, begin: 0, Forward, apart: 1_000_000_000); // 5 s since the clock began: a fiftieth of a turn a second
        Feed(encoder, begin: null, Forward, apart: 25_000_000); // 0.1 s: one turn a second
        Feed(encoder, begin: null, Forward, apart: 1_000); // faster than hands
        Assert.Equal(["1=0.5102", "1=0.5302", "1=0.5802"], Events());
    }

    [Fact]
    public void Of_ten_thousand_edges_none_is_lost_or_doubled()
    {
        Random chance = new(11);
        IPinInput encoder = Create("type = 'encoder'\nline = [1, 2]\nsteps_per_turn = 1000\nturns = 2\ndimension = 1");
        List<string> expected = [];
        int place = 1000;
        encoder.Begin(0, 0);
        for (int click = 0; click < 2500; click++)
        {
            bool forward = chance.Next(100) < 50;
            place += forward ? 1 : -1;
            expected.Add(FormattableString.Invariant($"1={place / 2000.0:0.####}"));
            Feed(encoder, begin: null, forward ? Forward : Back);
        }
        Assert.Equal(expected, Events());
    }

    [Fact]
    public void Buttons_and_encoders_give_commands()
    {
        InteractionEngine engine = _player.Engine;
        Feed(Create("line = 1\ncommand = 'pause'"), begin: 0, "+0 -0");
        Assert.True(Drained().Paused);
        IPinInput up = Create("line = 1\ncommand = 'sigmatemp_up'\nstep = 0.25");
        float before = engine.Temperatures.Sigma;
        Feed(up, begin: 0, "+0 -0 +0 -0");
        Assert.Equal(before + 0.5f, Drained().Temperatures.Sigma, 1e-6);
        Feed(Create("type = 'encoder'\nline = [1, 2]\ncommand = 'threshold'\nstep = 0.5"), begin: 0, Forward);
        Assert.Equal(0.6f, Drained().Threshold, 1e-6);
        Feed(Create("type = 'encoder'\nline = [1, 2]\ncommand = 'threshold'\nstep = 0.5"), begin: 0, Back + Back + Back);
        Assert.Equal(0, Drained().Threshold);
        Feed(Create("type = 'encoder'\nline = [1, 2]\ncommand = 'mode'"), begin: 0, Back);
        Assert.Equal(InteractionMode.UserOnly, Drained().Mode);
        Feed(Create("line = 1\ncommand = 'next_mode'"), begin: 0, "+0 -0 +0");
        Assert.Equal(InteractionMode.Polyphony, Drained().Mode);
    }

    [Fact]
    public void A_switch_holds_the_pause_from_the_start_on()
    {
        IPinInput input = Create("type = 'switch'\nline = 1\ncommand = 'pause'");
        input.Begin(1, 1);
        Assert.True(Drained().Paused);
        Feed(input, begin: null, "-0");
        Assert.False(Drained().Paused);
    }

    private const string Forward = "+0 +1 -0 -1 ";
    private const string Back = "+1 +0 -1 -0 ";

    private InteractionEngine Drained()
    {
        _commands.Drain(_player.Engine, 0);
        return _player.Engine;
    }

    private IPinInput Create(string text)
    {
        Array.Clear(_sequence);
        ConfigLoad load = ConfigFile.Parse(
            "x", Encoding.UTF8.GetBytes("[model]\ndimension = 9\n[[gpio.input]]\n" + text));
        Assert.Empty(load.Problems);
        PinInputConfig config = load.Config!.Gpio!.Inputs[0];
        PinCommander commander = new(_commands, _models);
        return config.Kind == PinInputKind.Encoder
            ? new EncoderInput(config, _positions, commander)
            : new ButtonInput(config, _positions, commander);
    }

    /// <param name="edges">"+0": line 0 of the request becomes active.</param>
    private void Feed(IPinInput input, ulong? begin, string edges, long apart = 1_000_000)
    {
        if (begin is ulong levels)
            input.Begin(levels, _now);
        foreach (string edge in edges.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int line = edge[1] - '0';
            Assert.True(input.Take(line, new GpioEdge(_now += apart, line, edge[0] == '+', ++_sequence[line])));
        }
    }

    /// <summary>What was sent since the last look, such as "2=1": dimension and value.</summary>
    private List<string> Events()
    {
        List<string> events = [];
        while (_queue.TryPeek())
        {
            PlayerInput input = _queue.Head;
            Assert.Equal((byte)3, input.Source);
            events.Add(string.Join(' ', Enumerable.Range(0, 64)
                .Where(i => (input.Sent >> i & 1) != 0)
                .Select(i => string.Create(CultureInfo.InvariantCulture, $"{i + 1}={input.Values[i]:0.####}"))));
            _queue.Advance();
        }
        return events;
    }
}
