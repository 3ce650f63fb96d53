using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Tests.Engine;

public class OtherModesTests
{
    private static VirtualPlayer Player(InteractionMode mode, params float[] dts) =>
        new(new EngineSettings(mode, Threshold: 0.1f), new ScriptedPredictor(3, dts));

    [Fact]
    public void Polyphony_plays_one_prediction_for_each_input_after_its_dt()
    {
        VirtualPlayer player = Player(InteractionMode.Polyphony, 0.02f, 0.03f);
        player.Touch(0, 0.1f, 0.2f).Touch(100, 0.3f, 0.4f).Until(1000);
        Assert.Equal(
            ["heard 0 0.1 0.2", "play 20 0.001 0.9", "heard 100 0.3 0.4", "play 130 0.002 0.9"],
            player.Happened);
        Assert.Equal(["0 0.1 0.2", "0.1 0.3 0.4"], player.Predictor!.Given); // its own play is never fed back
    }

    [Fact]
    public void Polyphony_under_a_5_ms_stream_sounds_every_20_ms_with_the_newest_values()
    {
        VirtualPlayer player = Player(InteractionMode.Polyphony, 0.02f);
        for (int i = 0; i <= 20; i++)
            player.Touch(i * 5, 0.1f, 0.2f);
        player.Until(1000);
        // The deadline of the first input stands; the values are those of the newest before it.
        Assert.Equal(
            ["play 20 0.004 0.9", "play 40 0.008 0.9", "play 60 0.012 0.9", "play 80 0.016 0.9", "play 100 0.02 0.9",
                "play 120 0.021 0.9"],
            player.Happened.Where(h => h.StartsWith("play", StringComparison.Ordinal)));
    }

    /// <summary>Upstream bug 13: 501 predictions queue up behind 500 events.</summary>
    [Fact]
    public void Bug_13_a_burst_of_1000_leaves_one_prediction_pending()
    {
        VirtualPlayer player = Player(InteractionMode.Polyphony, 0.02f);
        for (int i = 0; i < 1000; i++)
            player.Touch(0.001 * i, 0.1f, 0.2f);
        player.Until(5000);
        Assert.Equal([20], player.PlayTimes);
        Assert.Equal(1000, player.Predictor!.Given.Count);
    }

    [Fact]
    public void Bug_13_inputs_of_battle_are_not_predicted_at_once_when_polyphony_begins()
    {
        VirtualPlayer player = new(
            new EngineSettings(InteractionMode.UserOnly, Threshold: 0.1f), new ScriptedPredictor(3, 0.02f));
        for (int i = 0; i < 1000; i++)
            player.Touch(i, 0.1f, 0.2f);
        player.Mode(1000, InteractionMode.Polyphony).Until(2000);
        Assert.Empty(player.Predictor!.Given);
        Assert.Empty(player.PlayTimes);
    }

    [Fact]
    public void Polyphony_at_timescale_zero_answers_at_once()
    {
        VirtualPlayer player = new(
            new EngineSettings(InteractionMode.Polyphony, Threshold: 0.1f, Timescale: 0), new ScriptedPredictor(3, 2));
        player.Touch(5, 0.1f, 0.2f).Touch(5, 0.1f, 0.3f).Until(6);
        Assert.Equal([5, 5], player.PlayTimes);
    }

    [Fact]
    public void Filter_answers_each_input_at_once_and_passes_nothing_thru()
    {
        VirtualPlayer player = new(
            new EngineSettings(InteractionMode.Filter, Threshold: 0.1f, InputThru: true), new ScriptedPredictor(3, 2));
        player.Touch(0, 0.1f, 0.2f).Touch(7, 0.3f, 0.4f).Until(10_000);
        Assert.Equal(
            ["heard 0 0.1 0.2", "play 0 0.001 0.9", "heard 7 0.3 0.4", "play 7 0.002 0.9"],
            player.Happened);
    }

    [Fact]
    public void Battle_plays_alone_and_does_not_listen()
    {
        VirtualPlayer player = new(
            new EngineSettings(InteractionMode.Battle, Threshold: 0.1f, Autostart: true),
            new ScriptedPredictor(3, 0.1f, 0.2f));
        player.Touch(150, 0.7f, 0.7f).Until(500);
        Assert.Equal(
            ["play 100 0.001 0.9", "heard 150 0.7 0.7", "play 300 0.002 0.9", "play 500 0.003 0.9"],
            player.Happened);
        Assert.Equal(
            ["0 0.5 0.5", "0.1 0.001 0.9", "0.2 0.002 0.9", "0.2 0.003 0.9"], player.Predictor!.Given);
    }

    [Fact]
    public void Battle_without_autostart_waits_for_the_first_touch()
    {
        VirtualPlayer player = Player(InteractionMode.Battle, 0.1f);
        player.Until(1000).Touch(1000, 0.7f, 0.7f).Touch(1050, 0.1f, 0.1f).Until(1200);
        Assert.Equal([1100, 1200], player.PlayTimes);
    }

    [Fact]
    public void User_only_hears_and_never_plays()
    {
        VirtualPlayer player = new(
            new EngineSettings(InteractionMode.UserOnly, Threshold: 0.1f, InputThru: true), predictor: null);
        player.Touch(0, 0.1f, 0.5f).Touch(10, 0.1f, 0.6f).Until(10_000);
        Assert.Equal(["thru 11 0 0.1 0.5", "thru 10 10 0.1 0.6"], player.Happened);
    }

    /// <summary>Upstream bug 1: the ancestor reads MIDI and serial only in call-response.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Bug_1_single_controls_are_heard_in_every_mode(int mode)
    {
        VirtualPlayer player = Player((InteractionMode)mode, 0.02f);
        for (int i = 0; i < 50; i++)
            player.Engine.Input(0, PlayerInput.Single(i * 1_000_000L, i % 2, i / 50f));
        Assert.Equal(50, player.Happened.Count(h => h.StartsWith("heard", StringComparison.Ordinal)));
    }

    /// <summary>Upstream bug 8: pause also mutes what the player plays thru. Bug 10: thru tells what moved.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void Bug_8_and_10_thru_goes_on_while_paused_and_tells_what_moved(int mode)
    {
        VirtualPlayer player = new(
            new EngineSettings((InteractionMode)mode, Threshold: 0.1f, InputThru: true), new ScriptedPredictor(3, 0.02f));
        player.Command(0, CommandKind.Pause, 1).Touch(10, 0.5f, 0.6f).Touch(20, 0.5f, 0.6f).Touch(30, 0.4f, 0.7f);
        player.Until(10_000);
        Assert.Equal(
            ["release 0", "thru 10 10 0.5 0.6", "thru 0 20 0.5 0.6", "thru 11 30 0.4 0.7"], player.Happened);
    }

    [Fact]
    public void Without_a_model_every_mode_hears_and_none_plays()
    {
        foreach (InteractionMode mode in Enum.GetValues<InteractionMode>())
        {
            VirtualPlayer player = new(new EngineSettings(mode, Threshold: 0.1f, Autostart: true), predictor: null);
            player.Touch(0, 0.1f, 0.2f).Until(10_000);
            Assert.Equal(["heard 0 0.1 0.2"], player.Happened);
        }
    }
}
