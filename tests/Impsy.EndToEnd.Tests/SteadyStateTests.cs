using System.Diagnostics;

namespace Impsy.EndToEnd.Tests;

public class SteadyStateTests
{
    /// <summary>A collection stops the performance thread, so steady play makes none: OSC, logs and status on.</summary>
    [Fact]
    public void Ten_seconds_at_a_thousand_inputs_a_second_make_no_collection_and_lose_nothing()
    {
        using TestStage stage = new() { Mode = "polyphony", Timescale = 1e-6, Verbose = true };
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        Stream(player, 500); // warm up
        int before = player.AskStatus().Collections;
        Stream(player, 10_000);
        Wait.Until(
            () => player.AskStatus().Inputs == 10_500,
            TimeSpan.FromSeconds(20),
            () => $"{player.AskStatus().Inputs} of 10500 inputs");
        OscPeer.Status after = player.AskStatus();
        Assert.Equal((before, 0), (after.Collections, after.Refused));
        Wait.Until(() => stage.LogLines().Length >= 10_500, TimeSpan.FromSeconds(20), () => "log rows are missing");
    }

    private static void Stream(OscPeer player, int count)
    {
        Stopwatch watch = Stopwatch.StartNew();
        for (int i = 0; i < count; i++)
        {
            while (watch.Elapsed.TotalMilliseconds < i)
                Thread.Sleep(1);
            player.PlayStep(i);
            if (i % 500 == 0)
                player.Command("/impsy/status");
        }
    }
}
