using System.Diagnostics;
using Impsy.Inference.Performances;

namespace Impsy.EndToEnd.Tests;

/// <summary>A person's playing, sent at its own pace, as a performance would come.</summary>
public class RealTakeTests
{
    private const double Seconds = 20;
    private static readonly string[] s_modes = ["callresponse", "polyphony", "filter"];

    [SharedFact("performances/9d")]
    public void A_real_take_at_its_own_pace_is_answered_without_loss_or_backlog_in_three_modes()
    {
        (double At, float[] Controls)[] rows = Densest();
        Assert.True(rows.Length > 300, $"only {rows.Length} rows in {Seconds} s");
        List<TestStage> stages = [.. s_modes.Select(mode => new TestStage { Mode = mode })];
        List<OscPeer> players = [.. stages.Select(stage => new OscPeer(stage))];
        List<NativeInstrument> instruments = [.. stages.Select(NativeInstrument.Play)];
        try
        {
            Stopwatch watch = Stopwatch.StartNew();
            foreach ((double at, float[] controls) in rows)
            {
                while (watch.Elapsed.TotalSeconds < at)
                    Thread.Sleep(1);
                players.ForEach(player => player.Play(controls));
            }
            for (int i = 0; i < s_modes.Length; i++)
                CheckAnswer(s_modes[i], rows.Length, players[i], stages[i]);
        }
        finally
        {
            instruments.ForEach(instrument => instrument.Dispose());
            players.ForEach(player => player.Dispose());
            stages.ForEach(stage => stage.Dispose());
        }
    }

    private static void CheckAnswer(string mode, int sent, OscPeer player, TestStage stage)
    {
        Wait.Until(
            () => player.AskStatus().Inputs == sent,
            TimeSpan.FromSeconds(20),
            () => $"{mode}: {player.AskStatus().Inputs} of {sent} inputs");
        OscPeer.Status status = player.AskStatus();
        Assert.Equal(0, status.Refused);
        int logged = 0;
        Wait.Until(
            () => (logged = stage.LogLines().Count(l => l.Contains(",interface,", StringComparison.Ordinal))) == sent,
            TimeSpan.FromSeconds(20),
            () => $"{mode}: {logged} of {sent} rows");
        if (mode == "filter")
            Assert.Equal(sent, player.Predictions.Count);
        else
            Assert.NotEmpty(player.Predictions);
        if (mode != "polyphony")
            return;
        // No backlog: what may still come after the last input is the one pending prediction.
        int before = player.AskStatus().Predictions;
        Thread.Sleep(5100);
        Assert.InRange(player.AskStatus().Predictions, before, before + 1);
        Assert.InRange(before, 1, sent);
    }

    /// <summary>The densest stretch of the first takes that are longer than it, with times from 0.</summary>
    private static (double At, float[] Controls)[] Densest()
    {
        (double, float[])[] best = [];
        foreach (string file in Directory.GetFiles(SharedData.Find("performances", "9d")).Order(StringComparer.Ordinal).Take(12))
        {
            List<(double At, float[] Controls)> rows = [.. File.ReadAllLines(file).Select(Row)];
            int start = 0;
            for (int end = 0; end < rows.Count; end++)
            {
                while (rows[end].At - rows[start].At > Seconds)
                    start++;
                if (end - start + 1 > best.Length)
                    best = [.. rows[start..(end + 1)].Select(r => (r.At - rows[start].At, r.Controls))];
            }
        }
        return best;
    }

    private static (double At, float[] Controls) Row(string line)
    {
        float[] controls = new float[8];
        LogFault fault = LogLine.TryParse(System.Text.Encoding.UTF8.GetBytes(line), controls, out LogStamp stamp);
        Assert.Equal(LogFault.None, fault);
        return (stamp.WallMicroseconds / 1e6, controls);
    }
}
