using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Tests.Engine;

public class StallTests
{
    private static VirtualPlayer Battle(params float[] dts) =>
        new(new EngineSettings(InteractionMode.Battle, Threshold: 0.1f, Autostart: true), new ScriptedPredictor(3, dts));

    [Fact]
    public void Up_to_100_ms_late_the_deadlines_stand_and_nothing_is_lost()
    {
        VirtualPlayer player = Battle(0.05f);
        player.StallUntil(150).Until(250);
        Assert.Equal([50, 100, 150, 200, 250], player.PlayTimes);
        Assert.Equal(0, player.Engine.StallCount);
    }

    [Fact]
    public void After_a_stall_one_event_sounds_now_and_nothing_is_replayed()
    {
        VirtualPlayer player = Battle(0.05f);
        player.Until(60).StallUntil(60_000).Until(60_100);
        Assert.Equal([50, 60_000, 60_050, 60_100], player.PlayTimes);
        Assert.Equal(1, player.Engine.StallCount);
    }

    [Fact]
    public void A_pulse_never_drifts_however_late_each_wake_up_is()
    {
        VirtualPlayer player = Battle(0.05f);
        for (int i = 1; i <= 1200; i++)
            player.StallUntil(50 * i + i * 37 % 40); // 0..39 ms late, never the same
        Assert.Equal(Enumerable.Range(1, 1200).Select(i => 50.0 * i), player.PlayTimes);
    }

    [Fact]
    public void Stopping_releases_the_notes_and_nothing_comes_after()
    {
        VirtualPlayer player = Battle(0.05f);
        player.Until(60);
        player.Engine.Stop();
        player.Until(1000);
        Assert.Equal(["play 50 0.001 0.9", "release 60"], player.Happened);
    }
}
