namespace Impsy.EndToEnd.Tests;

public class ModeTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Callresponse_is_silent_until_the_player_pauses_and_again_when_the_player_returns()
    {
        using TestStage stage = new() { Mode = "callresponse", Threshold = 1.5 }; // longer than a busy machine holds us up
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        for (int i = 0; i < 20; i++)
        {
            player.PlayStep(i);
            Thread.Sleep(10);
        }
        Assert.Empty(player.Predictions);
        Wait.Until(() => player.Predictions.Count >= 10, s_patience, () => "no response");
        Assert.All(player.Predictions, p => Assert.Equal(8, p.Arguments.Length));
        Assert.All(player.Predictions, p => Assert.All(p.Arguments, v => Assert.InRange((float)v, 0f, 1f)));

        player.PlayStep(100);
        Wait.Until(() => player.AskStatus().Inputs == 21, s_patience, () => "the return was not heard");
        int before = player.Predictions.Count;
        for (int i = 0; i < 30; i++)
        {
            player.PlayStep(i);
            Thread.Sleep(10);
        }
        Assert.Equal(before, player.Predictions.Count);
    }

    [Fact]
    public void Polyphony_answers_a_stream_without_a_backlog()
    {
        using TestStage stage = new() { Mode = "polyphony" };
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        for (int i = 0; i < 200; i++)
        {
            player.PlayStep(i);
            Thread.Sleep(5);
        }
        Wait.Until(() => player.AskStatus().Inputs == 200, s_patience, () => "inputs were lost");
        Assert.InRange(player.Predictions.Count, 10, 200);
        Thread.Sleep(5100); // the longest dt there is: the last prediction has been played
        int settled = player.Predictions.Count;
        Assert.Equal(settled, player.AskStatus().Predictions);
        Assert.InRange(settled, 10, 200);
    }

    [Fact]
    public void Filter_answers_every_input_once()
    {
        using TestStage stage = new() { Mode = "filter" };
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        for (int i = 0; i < 300; i++)
        {
            player.PlayStep(i);
            if (i % 3 == 0)
                Thread.Sleep(1);
        }
        Wait.Until(() => player.Predictions.Count >= 300, s_patience, () => $"{player.Predictions.Count} of 300");
        Assert.Equal(300, player.AskStatus().Predictions);
        Assert.Equal(300, player.Predictions.Count);
    }

    [Fact]
    public void Battle_plays_alone_and_listens_to_nobody()
    {
        using TestStage stage = new() { Mode = "battle", Autostart = true };
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        Wait.Until(() => player.Predictions.Count >= 20, s_patience, () => "it does not play");
        player.PlayStep(3);
        int before = player.Predictions.Count;
        Wait.Until(() => player.Predictions.Count >= before + 20, s_patience, () => "it fell silent");
        Assert.Equal(1, player.AskStatus().Inputs);
    }

    [Fact]
    public void Useronly_logs_and_never_plays()
    {
        using TestStage stage = new() { Mode = "useronly" };
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        for (int i = 0; i < 50; i++)
        {
            player.PlayStep(i);
            Thread.Sleep(2);
        }
        Wait.Until(() => stage.LogLines().Length == 50, s_patience, () => $"{stage.LogLines().Length} of 50 rows");
        Assert.All(stage.LogLines(), line => Assert.Contains(",interface,", line, StringComparison.Ordinal));
        Assert.Empty(player.Predictions);
    }

    [Fact]
    public void Commands_over_osc_change_it_while_it_plays()
    {
        using TestStage stage = new() { Mode = "battle", Autostart = true };
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        player.Command("/impsy/timescale", 2.5f);
        player.Command("/impsy/sigmatemp", 0.75f);
        player.Command("/impsy/threshold", 3);
        player.Command("/impsy/pause", 1);
        Wait.Until(() => player.AskStatus().Paused, s_patience, () => "not paused");
        OscPeer.Status status = player.AskStatus();
        Assert.Equal((2.5f, 0.75f, 3f), (status.Timescale, status.Sigma, status.Threshold));
        int before = player.AskStatus().Predictions;
        Thread.Sleep(300);
        Assert.Equal(before, player.AskStatus().Predictions);
        player.Command("/impsy/mode", "useronly");
        player.Command("/impsy/pause", 0);
        Wait.Until(() => player.AskStatus() is { Mode: "useronly", Paused: false }, s_patience, () => "no mode change");
        player.Command("/impsy/reset");
        player.Command("/impsy/mode", "battle");
        Wait.Until(() => player.AskStatus().Predictions > before + 5, s_patience, () => "silent after the changes");
    }
}
