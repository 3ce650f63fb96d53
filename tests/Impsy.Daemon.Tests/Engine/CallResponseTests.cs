using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Tests.Engine;

public class CallResponseTests
{
    private static readonly EngineSettings s_settings = new(InteractionMode.CallResponse, Threshold: 0.1f);

    private static VirtualPlayer Player(params float[] dts) => new(s_settings, new ScriptedPredictor(3, dts));

    [Fact]
    public void After_the_threshold_the_held_sample_plays_and_the_chain_goes_on_from_its_deadline()
    {
        VirtualPlayer player = Player(0.02f, 0.05f, 0.03f);
        player.Touch(1000, 0.1f, 0.2f).Until(1200);
        Assert.Equal(
            ["heard 1000 0.1 0.2", "play 1100 0.001 0.9", "play 1150 0.002 0.9", "play 1180 0.003 0.9"],
            player.Happened);
        Assert.Equal(
            ["0 0.1 0.2", "0.02 0.001 0.9", "0.05 0.002 0.9", "0.03 0.003 0.9"],
            player.Predictor!.Given);
    }

    [Fact]
    public void A_sample_whose_time_lies_beyond_the_threshold_keeps_its_time()
    {
        VirtualPlayer player = Player(0.4f);
        player.Touch(0, 0.1f, 0.2f).Until(401);
        Assert.Equal(["heard 0 0.1 0.2", "play 400 0.001 0.9"], player.Happened);
    }

    [Fact]
    public void Every_touch_steps_the_model_with_the_time_since_the_last_event_it_was_given()
    {
        VirtualPlayer player = Player(0.05f, 0.05f, 0.05f, 0.2f);
        player.Touch(0, 0.1f, 0.2f).Touch(30, 0.1f, 0.3f).Until(131).Touch(150, 0.4f, 0.4f);
        // The model's own event sounded at 130; the next touch is 20 ms after that, not 120 after the last touch.
        Assert.Equal(["0 0.1 0.2", "0.03 0.1 0.3", "0.05 0.002 0.9", "0.02 0.4 0.4"], player.Predictor!.Given);
    }

    [Fact]
    public void A_touch_within_a_pending_prediction_takes_over_and_the_dropped_sample_is_never_fed_back()
    {
        VirtualPlayer player = Player(0.01f, 0.3f, 0.25f, 0.04f);
        player.Touch(0, 0.1f, 0.2f).Until(100).Touch(250, 0.3f, 0.4f).Until(520);
        Assert.Equal(
            [
                "heard 0 0.1 0.2", "play 100 0.001 0.9",
                "heard 250 0.3 0.4", "release 250",
                "play 500 0.003 0.9",
            ],
            player.Happened);
        Assert.Equal(["0 0.1 0.2", "0.01 0.001 0.9", "0.15 0.3 0.4", "0.25 0.003 0.9"], player.Predictor!.Given);
    }

    /// <summary>Upstream bug 3: after one quick touch the ancestor lets two chains alternate for ever.</summary>
    [Fact]
    public void Bug_3_a_quick_touch_leaves_one_chain_alive()
    {
        VirtualPlayer player = Player(0.05f);
        player.Touch(0, 0.1f, 0.2f).Until(320).Touch(321, 0.5f, 0.5f).Until(600);
        Assert.Equal([100, 150, 200, 250, 300, 421, 471, 521, 571], player.PlayTimes);
    }

    [Fact]
    public void A_touch_just_before_the_threshold_keeps_the_floor()
    {
        VirtualPlayer player = Player(0.02f);
        player.Touch(0, 0.1f, 0.2f).Touch(99.999, 0.3f, 0.4f).Until(199);
        Assert.Equal(["heard 0 0.1 0.2", "heard 99.999 0.3 0.4"], player.Happened);
    }

    [Fact]
    public void A_touch_at_the_very_instant_of_the_threshold_comes_after_the_response()
    {
        VirtualPlayer player = Player(0.02f);
        player.Touch(0, 0.1f, 0.2f).Touch(100, 0.3f, 0.4f).Until(199);
        Assert.Equal(
            ["heard 0 0.1 0.2", "play 100 0.001 0.9", "heard 100 0.3 0.4", "release 100"],
            player.Happened);
    }

    [Fact]
    public void A_dt_of_zero_is_kept_a_millisecond_apart()
    {
        VirtualPlayer player = Player(0);
        player.Touch(0, 0.1f, 0.2f).Until(103);
        Assert.Equal([100, 101, 102, 103], player.PlayTimes);
    }

    [Fact]
    public void A_touch_after_400_seconds_gives_the_model_five()
    {
        VirtualPlayer player = Player(500);
        player.Touch(0, 0.1f, 0.2f).Touch(400_000, 0.1f, 0.2f);
        Assert.Equal(["0 0.1 0.2", "5 0.1 0.2"], player.Predictor!.Given);
    }

    /// <summary>Upstream bug 23: the ancestor plays 0.1 s after boot from a random vector.</summary>
    [Fact]
    public void Bug_23_after_boot_it_listens_in_silence()
    {
        VirtualPlayer player = Player(0.05f);
        player.Until(60_000);
        Assert.Empty(player.Happened);
        Assert.Empty(player.Predictor!.Given);
    }

    [Fact]
    public void Autostart_plays_from_the_start_vector()
    {
        VirtualPlayer player = new(s_settings with { Autostart = true }, new ScriptedPredictor(3, 0.02f, 0.03f));
        player.Until(60);
        Assert.Equal(["play 20 0.001 0.9", "play 50 0.002 0.9"], player.Happened);
        Assert.Equal(["0 0.5 0.5", "0.02 0.001 0.9", "0.03 0.002 0.9"], player.Predictor!.Given);
    }

    /// <summary>Upstream bug 24: the ancestor feeds the scaled dt back, which changes what the model plays.</summary>
    [Fact]
    public void Bug_24_timescale_stretches_what_is_played_and_not_what_is_fed_back()
    {
        VirtualPlayer player = new(s_settings with { Timescale = 3 }, new ScriptedPredictor(3, 0.02f));
        player.Touch(0, 0.1f, 0.2f).Until(220);
        Assert.Equal([100, 160, 220], player.PlayTimes);
        Assert.Equal(["0 0.1 0.2", "0.02 0.001 0.9", "0.02 0.002 0.9", "0.02 0.003 0.9"], player.Predictor!.Given);
    }

    [Fact]
    public void A_threshold_of_zero_answers_after_dt_alone()
    {
        VirtualPlayer player = new(s_settings with { Threshold = 0 }, new ScriptedPredictor(3, 0.02f));
        player.Touch(0, 0.1f, 0.2f).Until(41);
        Assert.Equal([20, 40], player.PlayTimes);
    }

    /// <summary>Upstream bug 2: the ancestor's queued vector is a view that the next input edits.</summary>
    [Fact]
    public void Bug_2_two_controls_moved_at_once_are_two_events_and_not_the_last_one_twice()
    {
        VirtualPlayer player = Player(0.05f);
        player.Engine.Input(0, PlayerInput.Single(0, 0, 0.25f));
        player.Engine.Input(0, PlayerInput.Single(0, 1, 0.75f));
        Assert.Equal(["heard 0 0.25 0.5", "heard 0 0.25 0.75"], player.Happened);
        Assert.Equal(["0 0.25 0.5", "0 0.25 0.75"], player.Predictor!.Given);
    }

    [Fact]
    public void Two_channels_are_merged_by_their_time_stamps()
    {
        VirtualPlayer player = Player(0.05f);
        player.Touch(1, 0, [0.1f, 0.1f]).Touch(2, 1, [0.2f, 0.2f]).Touch(3, 0, [0.3f, 0.3f]);
        Assert.Equal(["0 0.1 0.1", "0.001 0.2 0.2", "0.001 0.3 0.3"], player.Predictor!.Given);
    }

    [Fact]
    public void A_stamp_from_the_past_never_makes_time_run_backwards()
    {
        VirtualPlayer player = Player(0.05f);
        player.Touch(50, 0.1f, 0.1f);
        player.Engine.Input(1, PlayerInput.Whole(40_000_000, [0.2f, 0.2f]));
        Assert.Equal(["heard 50 0.1 0.1", "heard 50 0.2 0.2"], player.Happened);
        Assert.Equal(["0 0.1 0.1", "0 0.2 0.2"], player.Predictor!.Given);
    }
}
