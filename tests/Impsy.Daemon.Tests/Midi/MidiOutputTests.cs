using Impsy.Daemon.Config;
using Impsy.Daemon.Midi;
using static Impsy.Daemon.Tests.Midi.OutputStage;

namespace Impsy.Daemon.Tests.Midi;

public class MidiOutputTests
{
    [Fact]
    public void A_controller_is_sent_when_its_value_changed_and_only_then()
    {
        OutputStage stage = new([Controller(0, 1, 20), Controller(1, 16, 21)]);
        Assert.Equal("B0 14 01, BF 15 02", stage.Play(0, 1, 2).Told);
        Assert.Equal("BF 15 03", stage.Play(1, 1, 3).Told);
        Assert.Equal("", stage.Play(2, 1, 3).Told);
        Assert.Equal("B0 14 7F", stage.Play(3, 127, 3).Told);
    }

    [Fact]
    public void Bug_21_each_of_the_128_values_comes_out_as_it_went_in()
    {
        MidiMapping mapping = Controller(0, 1, 20);
        int[] all = [.. Enumerable.Range(0, 128)];
        Assert.Equal(all, all.Select(k => mapping.Quantize(k / 127f)));
        Assert.Equal(all, all.Select(k => mapping.Quantize(mapping.Normalize(k))));
        Assert.Equal(all, all.Select(k => mapping.Quantize((float)((k + 0.49) / 127))));
        MidiMapping bend = Bend(0, 1);
        int[] bends = [.. Enumerable.Range(0, 16384)];
        Assert.Equal(bends, bends.Select(k => bend.Quantize(bend.Normalize(k))));
    }

    [Fact]
    public void A_range_scales_and_may_be_the_wrong_way_round()
    {
        OutputStage stage = new([Controller(0, 1, 20, 64, 96), Controller(1, 1, 21, 127, 0)]);
        Assert.Equal("B0 14 40, B0 15 7F", stage.Play(0, 0, 0).Told);
        Assert.Equal("B0 14 60, B0 15 00", stage.Play(1, 127, 127).Told);
    }

    [Fact]
    public void One_control_can_be_several_things()
    {
        OutputStage stage = new([Controller(0, 1, 20), Controller(0, 2, 30), Bend(0, 3)]);
        Assert.Equal("B0 14 7F, B1 1E 7F, E2 7F 7F", stage.Play(0, 127).Told);
    }

    [Fact]
    public void A_note_is_struck_when_its_pitch_changes_and_ends_the_one_before()
    {
        OutputStage stage = new([Note(0, 1), Controller(1, 1, 20)]);
        Assert.Equal("90 3C 7F, B0 14 05", stage.Play(0, 60, 5).Told);
        Assert.Equal("B0 14 06", stage.Play(100, 60, 6).Told);
        Assert.Equal("80 3C 40, 90 3E 7F", stage.Play(200, 62, 6).Told);
    }

    [Fact]
    public void An_event_that_moves_no_control_strikes_the_note_again()
    {
        OutputStage stage = new([Note(0, 1), Controller(1, 1, 20)]);
        stage.Play(0, 60, 5);
        _ = stage.Told;
        Assert.Equal("80 3C 40, 90 3C 7F", stage.Play(100, 60, 5).Told);
    }

    [Fact]
    public void Retrigger_always_strikes_with_each_event_as_the_ancestor_does()
    {
        OutputStage stage = new([Note(0, 1), Controller(1, 1, 20)], OutputConfig.Default with { RetriggerAlways = true });
        stage.Play(0, 60, 5);
        _ = stage.Told;
        Assert.Equal("80 3C 40, 90 3C 7F, B0 14 06", stage.Play(100, 60, 6).Told);
    }

    [Fact]
    public void Bug_11_two_note_controls_on_one_channel_are_independent()
    {
        OutputStage stage = new([Note(0, 1), Note(1, 1)]);
        Assert.Equal("90 40 7F, 90 59 7F", stage.Play(0, 64, 89).Told);
        Assert.Equal("80 40 40, 90 41 7F", stage.Play(100, 65, 89).Told);
        // Both on the same note: struck twice, ended once, by whoever leaves it last.
        Assert.Equal("80 59 40, 80 41 40, 90 41 7F", stage.Play(200, 65, 65).Told);
        Assert.Equal("90 42 7F", stage.Play(300, 66, 65).Told);
        Assert.Equal("80 41 40, 90 43 7F", stage.Play(400, 66, 67).Told);
    }

    [Fact]
    public void Velocity_is_a_control_and_never_0()
    {
        OutputStage stage = new([Note(0, 1), Velocity(1, 1), Note(2, 1), Note(3, 2), Velocity(4, 2)]);
        Assert.Equal("90 3C 32, 90 40 7F, 91 43 01", stage.Play(0, 60, 50, 64, 67, 0).Told);
    }

    [Theory]
    [InlineData(NoteEnd.Fixed, 0.25f, 250)]
    [InlineData(NoteEnd.Interval, 0, 40)]
    [InlineData(NoteEnd.Next, 0, 10_000)]
    [InlineData(NoteEnd.Fixed, 60, 10_000)]
    internal void A_note_lasts_as_long_as_it_is_told_to(NoteEnd end, float seconds, int expected)
    {
        OutputStage stage = new([Note(0, 1)], OutputConfig.Default with { NoteEnd = end, NoteSeconds = seconds });
        stage.Play(5, 40, [60]);
        Assert.Equal("90 3C 7F", stage.Until(5 + expected - 0.001).Told);
        Assert.Equal("80 3C 40", stage.Until(5 + expected).Told);
        Assert.Equal("", stage.Until(60_000).Told);
        Assert.Equal("90 3E 7F", stage.Play(60_001, 62).Told);
    }

    [Fact]
    public void Within_the_note_window_a_note_that_sounds_is_not_struck_again()
    {
        OutputStage stage = new([Note(0, 1)]);
        stage.Play(0, 60);
        _ = stage.Told;
        Assert.Equal("", stage.Play(10, 60).Told);
        Assert.Equal("", stage.Play(29, 60).Told);
        Assert.Equal("80 3C 40, 90 3C 7F", stage.Play(30, 60).Told);
        Assert.Equal("80 3C 40, 90 3D 7F", stage.Play(31, 61).Told);
    }

    [Fact]
    public void A_controller_window_sends_a_repeated_value_once_more_at_its_end_and_holds_no_change_back()
    {
        OutputStage stage = new([Controller(0, 1, 20)], OutputConfig.Default with { ControlWindow = 50 });
        Assert.Equal("B0 14 01", stage.Play(0, 1).Told);
        Assert.Equal("", stage.Play(10, 1).Told);
        Assert.Equal("B0 14 02", stage.Play(20, 2).Told);
        Assert.Equal("", stage.Play(30, 2).Until(69).Told);
        Assert.Equal("B0 14 02", stage.Until(70).Told);
        Assert.Equal("", stage.Until(1000).Told);
    }

    [Fact]
    public void Bug_10_thru_sends_only_what_moved_and_keeps_the_players_velocity_and_note_off()
    {
        OutputStage stage = new([Note(0, 1), Controller(1, 1, 20), Controller(2, 1, 21)]);
        Assert.Equal("90 3C 17", stage.Key(0, 0, 60, 23).Told);
        Assert.Equal("B0 14 05", stage.Thru(10, 60, 5, 0).Told);
        Assert.Equal("80 3C 40", stage.LiftKey(20, 0, 60).Told);
        Assert.Equal("90 3C 63", stage.Key(100, 0, 60, 99).Told); // the same key again
    }

    [Fact]
    public void Chords_of_the_player_sound_until_each_key_is_let_go()
    {
        OutputStage stage = new([Note(0, 1)]);
        stage.Key(0, 0, 60, 100).Key(1, 0, 64, 100).Key(2, 0, 67, 100);
        _ = stage.Told;
        Assert.Equal("80 40 40", stage.LiftKey(50_000, 0, 64).Told);
        Assert.Equal("80 3C 40, 80 43 40", stage.LiftKey(50_001, 0, 60).LiftKey(50_002, 0, 67).Told);
    }

    [Fact]
    public void A_note_that_the_player_holds_outlives_the_models_and_the_other_way_round()
    {
        OutputStage stage = new([Note(0, 1)]);
        stage.Key(0, 0, 60, 100).Play(100, 60);
        _ = stage.Told;
        Assert.Equal("", stage.ReleaseNotes(200).Told);
        Assert.Equal("80 3C 40", stage.LiftKey(300, 0, 60).Told);
        stage.Play(400, 60).Key(500, 0, 60, 100);
        _ = stage.Told;
        Assert.Equal("", stage.LiftKey(600, 0, 60).Told);
        Assert.Equal("80 3C 40", stage.ReleaseNotes(700).Told);
    }

    [Fact]
    public void Keys_of_one_port_that_is_unplugged_come_up_and_those_of_another_do_not()
    {
        OutputStage stage = new([Note(0, 1)]);
        stage.Key(0, 0, 60, 100, source: 1).Key(1, 0, 64, 100, source: 2);
        _ = stage.Told;
        stage.Output.Lift(OutputStage.Nanoseconds(2), Impsy.Daemon.Engine.PlayerInput.LiftAll(0, 1));
        Assert.Equal("80 3C 40", stage.Told);
    }

    [Fact]
    public void A_knob_that_plays_notes_ends_each_with_the_next_and_the_last_in_time()
    {
        OutputStage stage = new([Note(0, 1)]);
        Assert.Equal("90 3C 7F", stage.Thru(0, 60).Told);
        Assert.Equal("80 3C 40, 90 3D 7F", stage.Thru(100, 61).Told);
        Assert.Equal("80 3D 40", stage.Until(20_000).Told);
    }

    [Fact]
    public void A_destination_that_comes_back_is_told_to_end_every_note_it_was_ever_given()
    {
        OutputStage stage = new([Note(0, 1), Controller(1, 1, 20)]);
        stage.Play(0, 60, 5).Play(100, 62, 5);
        _ = stage.Told;
        stage.Synth.Away = true;
        stage.Play(200, 64, 5).ReleaseNotes(300);
        stage.Synth.Away = false;
        stage.Output.Return();
        Assert.Equal("80 3C 40, 80 3E 40, 80 40 40", stage.Until(400).Told);
        Assert.Empty(stage.Synth.Sounding);
        Assert.Equal("90 42 7F, B0 14 05", stage.Play(500, 66, 5).Told);
    }

    [Fact]
    public void The_light_tells_who_plays()
    {
        FakeSynth synth = new();
        MidiWire wire = new(synth, new WireBudget(1, 1000), 2, null);
        MidiOutput output = new(
            [Controller(0, 1, 20)], OutputConfig.Default, new NoteTable(), wire, new StateLight(true, 11, 8));
        output.Show(0, Impsy.Daemon.Engine.PlayState.Response);
        output.Show(1, Impsy.Daemon.Engine.PlayState.Paused);
        output.Show(2, Impsy.Daemon.Engine.PlayState.Call);
        Assert.Equal(["9A 08 7F", "9A 08 40", "8A 08 40"], synth.Told);
    }
}
