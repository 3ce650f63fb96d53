using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Tests.Engine;

public class PlayStateTests
{
    [Fact]
    public void Who_plays_is_shown_when_it_changes()
    {
        VirtualPlayer player = new(new EngineSettings(InteractionMode.CallResponse, 0.1f), new ScriptedPredictor(3, 1));
        player.Touch(0, 0.5f, 0.5f).Until(1500).Touch(1600, 0.1f, 0.1f).Until(2700);
        player.Command(2800, CommandKind.TogglePause).Command(2900, CommandKind.TogglePause);
        player.Mode(3000, InteractionMode.UserOnly);
        Assert.Equal(
            ["Call 0", "Response 1000", "Call 1600", "Response 2600", "Paused 2800", "Response 2900", "Call 3000"],
            player.States);
    }

    [Fact]
    public void A_key_that_comes_up_is_no_touch_and_no_event()
    {
        ScriptedPredictor predictor = new(3, 1);
        VirtualPlayer player = new(new EngineSettings(InteractionMode.CallResponse, 0.1f), predictor);
        player.Touch(0, 0.5f, 0.5f).Until(1500);
        PlayerInput lift = new() { Time = 1_600_000_000, Lifted = 1 };
        Assert.True(player.Engine.Input(0, lift));
        player.Until(2100);
        Assert.Equal(["heard 0 0.5 0.5", "play 1000 0.001 0.9", "lift 1600", "play 2000 0.002 0.9"], player.Happened);
        Assert.Equal(1, player.Engine.InputCount);
    }

    [Fact]
    public void Keys_come_up_in_every_mode_and_while_paused()
    {
        foreach (InteractionMode mode in Enum.GetValues<InteractionMode>())
        {
            VirtualPlayer player = new(new EngineSettings(mode, 0.1f), new ScriptedPredictor(3, 1));
            player.Command(0, CommandKind.Pause, 1);
            player.Engine.Input(0, PlayerInput.LiftAll(5_000_000, 0));
            Assert.Contains("lift 5", player.Happened);
        }
    }
}
