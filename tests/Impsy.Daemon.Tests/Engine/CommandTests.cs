using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Tests.Engine;

public class CommandTests
{
    private static VirtualPlayer Player(InteractionMode mode, params float[] dts) =>
        new(new EngineSettings(mode, Threshold: 0.1f), new ScriptedPredictor(3, dts));

    [Fact]
    public void Pause_silences_the_model_and_what_was_pending_comes_as_much_later()
    {
        VirtualPlayer player = Player(InteractionMode.CallResponse, 0.05f);
        player.Touch(0, 0.1f, 0.2f).Until(120)
            .Command(120, CommandKind.Pause, 1)
            .Command(130, CommandKind.Pause, 1) // a second pause is no pause of a pause
            .Command(1120, CommandKind.Pause, 0).Until(1200);
        Assert.Equal(
            ["heard 0 0.1 0.2", "play 100 0.001 0.9", "release 120", "play 1150 0.002 0.9", "play 1200 0.003 0.9"],
            player.Happened);
    }

    [Fact]
    public void A_touch_while_paused_has_the_floor_when_play_goes_on()
    {
        VirtualPlayer player = Player(InteractionMode.CallResponse, 0.05f);
        player.Touch(0, 0.1f, 0.2f).Until(120)
            .Command(120, CommandKind.Pause, 1).Touch(500, 0.6f, 0.6f)
            .Command(1000, CommandKind.Pause, 0).Until(1110);
        Assert.Equal(
            [
                "heard 0 0.1 0.2", "play 100 0.001 0.9", "release 120", "heard 500 0.6 0.6", "release 1000",
                "play 1100 0.003 0.9",
            ],
            player.Happened);
        Assert.Equal("0.9 0.6 0.6", player.Predictor!.Given[^2]);
    }

    [Fact]
    public void Reset_empties_the_memory_and_a_chain_goes_on_from_where_it_stands()
    {
        VirtualPlayer player = Player(InteractionMode.Battle, 0.05f);
        player.Mode(0, InteractionMode.Battle).Until(60).Command(60, CommandKind.Reset).Until(160);
        Assert.Equal(
            ["play 50 0.001 0.9", "release 60", "play 110 0.003 0.9", "play 160 0.004 0.9"],
            player.Happened.Where(h => h != "release 0"));
        Assert.Equal(
            ["0 0.5 0.5", "0.05 0.001 0.9", "reset", "0 0.001 0.9", "0.05 0.003 0.9", "0.05 0.004 0.9"],
            player.Predictor!.Given);
    }

    [Fact]
    public void Reset_in_silence_stays_silent_and_the_next_touch_is_a_first_one()
    {
        VirtualPlayer player = Player(InteractionMode.Polyphony, 0.02f);
        player.Touch(0, 0.1f, 0.2f).Until(100).Command(100, CommandKind.Reset).Until(400).Touch(500, 0.3f, 0.3f);
        Assert.Equal(["0 0.1 0.2", "reset", "0 0.3 0.3"], player.Predictor!.Given);
    }

    [Fact]
    public void A_new_timescale_moves_what_is_pending_but_never_into_the_past()
    {
        VirtualPlayer player = new(
            new EngineSettings(InteractionMode.Polyphony, Threshold: 0.1f, Timescale: 100), new ScriptedPredictor(3, 4));
        player.Touch(0, 0.1f, 0.2f).Command(1000, CommandKind.Timescale, 1).Until(4000);
        player.Touch(5000, 0.1f, 0.2f).Command(6000, CommandKind.Timescale, 0).Until(10_000);
        Assert.Equal([4000, 6000], player.PlayTimes);
        Assert.Equal(0, player.Engine.StallCount);
    }

    [Fact]
    public void A_new_threshold_moves_a_held_sample()
    {
        VirtualPlayer player = new(
            new EngineSettings(InteractionMode.CallResponse, Threshold: 60), new ScriptedPredictor(3, 0.01f));
        player.Touch(0, 0.1f, 0.2f).Command(1000, CommandKind.Threshold, 1.5f).Until(1505);
        Assert.Equal([1500], player.PlayTimes);
    }

    [Theory]
    [InlineData(3, -0.001f), InlineData(3, 10.01f), InlineData(3, float.NaN), InlineData(3, float.PositiveInfinity)]
    [InlineData(4, -1), InlineData(4, 10.01f), InlineData(4, float.NaN)]
    [InlineData(5, -1), InlineData(5, 100.5f), InlineData(5, float.NaN)]
    [InlineData(6, -0.1f), InlineData(6, 60.5f), InlineData(6, float.NegativeInfinity)]
    public void A_number_out_of_range_is_refused_counted_and_changes_nothing(int kind, float value)
    {
        VirtualPlayer player = Player(InteractionMode.CallResponse, 0.02f);
        (float, float, float, float) before = Numbers(player);
        Assert.False(player.Engine.Command(0, new EngineCommand((CommandKind)kind, value)));
        Assert.Equal(before, Numbers(player));
        Assert.Equal(1, player.Engine.RefusedCount);
    }

    [Theory]
    [InlineData(3, 0), InlineData(3, 10), InlineData(4, 0), InlineData(4, 10)]
    [InlineData(5, 0), InlineData(5, 100), InlineData(6, 0), InlineData(6, 60)]
    public void The_ends_of_each_range_are_accepted(int kind, float value)
    {
        VirtualPlayer player = Player(InteractionMode.CallResponse, 0.02f);
        Assert.True(player.Engine.Command(0, new EngineCommand((CommandKind)kind, value)));
        (float sigma, float pi, float timescale, float threshold) = Numbers(player);
        Assert.Equal(value, kind switch { 3 => sigma, 4 => pi, 5 => timescale, _ => threshold });
    }

    [Fact]
    public void An_input_of_another_length_is_refused_and_not_even_heard()
    {
        VirtualPlayer player = Player(InteractionMode.CallResponse, 0.02f);
        player.Touch(0, 0.1f).Touch(1, 0.1f, 0.2f, 0.3f).Until(1000);
        Assert.False(player.Engine.Input(0, PlayerInput.Single(0, 2, 0.5f)));
        Assert.Empty(player.Happened);
        Assert.Equal(3, player.Engine.RefusedCount);
    }

    [Fact]
    public void A_model_that_comes_in_flight_carries_the_chain_on_and_gives_the_old_one_back()
    {
        VirtualPlayer player = Player(InteractionMode.CallResponse, 0.05f);
        player.Touch(0, 0.1f, 0.2f).Until(130);
        ScriptedPredictor second = new(3, 0.02f);
        Assert.Same(player.Predictor, player.Engine.SwapModel(130_000_000, second));
        player.Until(170);
        Assert.Equal(
            ["heard 0 0.1 0.2", "play 100 0.001 0.9", "release 130", "play 150 0.001 0.9", "play 170 0.002 0.9"],
            player.Happened);
        Assert.Equal(["0 0.001 0.9", "0.02 0.001 0.9", "0.02 0.002 0.9"], second.Given);
    }

    [Fact]
    public void A_model_that_comes_while_the_player_has_the_floor_keeps_to_the_threshold()
    {
        VirtualPlayer player = Player(InteractionMode.CallResponse, 0.05f);
        player.Touch(0, 0.1f, 0.2f).Until(40);
        ScriptedPredictor second = new(3, 0.02f);
        player.Engine.SwapModel(40_000_000, second);
        player.Until(110);
        Assert.Equal(["heard 0 0.1 0.2", "release 40", "play 100 0.001 0.9"], player.Happened);
        Assert.Equal(["0 0.1 0.2", "0.02 0.001 0.9"], second.Given);
    }

    public static TheoryData<int, int> EveryChange()
    {
        TheoryData<int, int> changes = [];
        foreach (int from in Enumerable.Range(0, 5))
        {
            foreach (int to in Enumerable.Range(0, 5).Where(to => to != from))
                changes.Add(from, to);
        }
        return changes;
    }

    /// <summary>
    /// Every change in the midst of play: the notes are released, and from then on only what the new mode plays is
    /// heard: the chain goes on with what was pending or from the player's hands; the others wait for an input.
    /// </summary>
    [Theory]
    [MemberData(nameof(EveryChange))]
    public void From_every_mode_to_every_mode(int from, int to)
    {
        VirtualPlayer player = new(
            new EngineSettings((InteractionMode)from, Threshold: 0.1f, Autostart: true), new ScriptedPredictor(3, 0.06f));
        player.Touch(10, 0.1f, 0.2f).Until(100);
        int before = player.Happened.Count;
        player.Mode(130, (InteractionMode)to).Until(300).Touch(301, 0.3f, 0.4f).Until(409);
        List<string> after = [.. player.Happened.Skip(before).Select(h => string.Join(' ', h.Split(' ').Take(2)))];
        // In callresponse the chain of the first touch (10) sounds at 110, 170; in battle that of the start at 60, 120.
        string[] expected = (InteractionMode)to switch
        {
            InteractionMode.CallResponse => ["release 130", "play 230", "play 290", "heard 301", "release 301", "play 401"],
            InteractionMode.Battle => ["release 130", .. BattleFrom((InteractionMode)from)],
            InteractionMode.Polyphony => ["release 130", "heard 301", "play 361"],
            InteractionMode.Filter => ["release 130", "heard 301", "play 301"],
            _ => ["release 130", "heard 301"],
        };
        string[] stillOfTheOld = (InteractionMode)from switch
        {
            InteractionMode.CallResponse => ["play 110"],
            InteractionMode.Battle => ["play 120"],
            _ => [],
        };
        Assert.Equal([.. stillOfTheOld, .. expected], after);
    }

    private static string[] BattleFrom(InteractionMode from) =>
        from == InteractionMode.UserOnly || from != InteractionMode.Battle
            ? ["play 190", "play 250", "heard 301", "play 310", "play 370"]
            : [];

    private static (float Sigma, float Pi, float Timescale, float Threshold) Numbers(VirtualPlayer player) =>
        (player.Engine.Temperatures.Sigma, player.Engine.Temperatures.Pi, player.Engine.Timescale, player.Engine.Threshold);
}
