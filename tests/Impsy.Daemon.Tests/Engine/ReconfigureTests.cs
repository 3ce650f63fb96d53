using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Tests.Engine;

public class ReconfigureTests
{
    private static readonly EngineSettings s_battle = new(InteractionMode.Battle, Threshold: 0.1f, Autostart: true);

    [Fact]
    public void Where_nothing_of_the_playing_has_changed_the_chain_goes_on_undisturbed()
    {
        VirtualPlayer player = new(s_battle, new ScriptedPredictor(3, 0.05f));
        player.Until(120);
        player.Engine.Reconfigure(120_000_000, player.Engine.Settings with { InputThru = true, Autostart = false });
        player.Until(200);
        Assert.Equal([50, 100, 150, 200], player.PlayTimes);
        Assert.DoesNotContain(player.Happened, happened => happened.StartsWith("release", StringComparison.Ordinal));
        Assert.DoesNotContain("reset", player.Predictor!.Given);
        Assert.Equal((true, false), (player.Engine.InputThru, player.Engine.Autostart));
    }

    [Fact]
    public void Another_timescale_moves_what_is_pending_and_another_mode_ends_it()
    {
        VirtualPlayer player = new(s_battle, new ScriptedPredictor(3, 0.05f));
        player.Until(110);
        player.Engine.Reconfigure(110_000_000, s_battle with { Timescale = 2, SigmaTemperature = 0.5f });
        player.Until(310);
        Assert.Equal([50, 100, 200, 300], player.PlayTimes);
        Assert.Equal(0.5f, player.Engine.Temperatures.Sigma);
        player.Engine.Reconfigure(310_000_000, s_battle with { Mode = InteractionMode.UserOnly });
        player.Until(1000);
        Assert.Equal([50, 100, 200, 300], player.PlayTimes);
        Assert.Equal("release 310", player.Happened[^1]);
        Assert.Equal(s_battle with { Mode = InteractionMode.UserOnly }, player.Engine.Settings);
    }
}
