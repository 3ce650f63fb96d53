using System.Globalization;
using System.Text;
using Impsy.Inference.Performances;
using Impsy.TestSupport;

namespace Impsy.EndToEnd.Tests;

public class ReplayTests
{
    [Theory]
    [InlineData("callresponse")]
    [InlineData("polyphony")]
    public void The_same_seed_gives_the_same_bytes_on_every_run_at_every_speed(string mode)
    {
        using TestStage stage = new() { Mode = mode };
        string take = WriteTake(stage);
        byte[] first = Replay(stage, take, "--seed", "3").Output;
        Assert.Equal(first, Replay(stage, take, "--seed", "3").Output);
        Assert.Equal(first, Replay(stage, take, "--seed", "3", "--speed", "20").Output);
        Replay(stage, take, "--seed", "3", "--speed", "max", "--to", "answer.log");
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(stage.Folder, "answer.log")));
        Assert.NotEqual(first, Replay(stage, take, "--seed", "4").Output);
    }

    [Fact]
    public void The_players_rows_come_out_as_they_went_in_and_the_models_stand_between_them_in_the_order_of_time()
    {
        using TestStage stage = new() { Mode = "callresponse" };
        string take = WriteTake(stage);
        string[] rows = Rows(Replay(stage, take));
        Assert.Equal(File.ReadAllLines(take), rows.Where(row => row.Contains(",interface,", StringComparison.Ordinal)));
        Assert.InRange(rows.Count(row => row.Contains(",rnn,", StringComparison.Ordinal)), 10, 10_000);
        string[] times = [.. rows.Select(row => row.Split(',')[0])];
        Assert.Equal(times.Order(StringComparer.Ordinal), times);
        int answer = Array.FindIndex(rows, row => row.Contains(",rnn,", StringComparison.Ordinal));
        TimeSpan silence = DateTime.Parse(times[answer], CultureInfo.InvariantCulture)
            - DateTime.Parse(times[answer - 1], CultureInfo.InvariantCulture);
        Assert.True(silence >= TimeSpan.FromMilliseconds(stage.Threshold * 1000), $"answered after {silence}");
    }

    [Fact]
    public void Sent_over_osc_the_client_hears_what_the_rows_say()
    {
        using TestStage stage = new() { Mode = "polyphony" };
        using OscPeer client = new(stage);
        string take = WriteTake(stage);
        float[][] expected = [.. Rows(Replay(stage, take, "--input-thru")).Select(Values)];
        Replay(stage, take, "--input-thru", "--to", "osc", "--speed", "max");
        Wait.Until(
            () => client.Predictions.Count >= expected.Length, TimeSpan.FromSeconds(20),
            () => $"{client.Predictions.Count} of {expected.Length}");
        Assert.Equal(expected, client.Predictions.Select(p => p.Arguments.Cast<float>().ToArray()));
    }

    [Fact]
    public void Told_to_end_it_ends_at_once_with_whole_rows()
    {
        using TestStage stage = new() { Mode = "callresponse" };
        string take = WriteTake(stage);
        using NativeInstrument replay = NativeInstrument.Launch(
            stage.Folder, "replay", take, "-c", stage.WriteConfig(), "--to", "answer.log", "--speed", "0.2",
            "--mode", "useronly");
        string answer = Path.Combine(stage.Folder, "answer.log");
        Wait.Until(() => File.Exists(answer) && File.ReadAllLines(answer).Length > 2, TimeSpan.FromSeconds(20), () => "no rows");
        Assert.Equal(0, replay.Signal(15).ExitCode);
        string[] rows = File.ReadAllLines(answer);
        Assert.Equal(File.ReadAllLines(take).Take(rows.Length), rows);
        Assert.InRange(rows.Length, 3, 100);
    }

    [SharedFact("performances/9d")]
    public void Real_takes_replay_whole()
    {
        using TestStage stage = new() { Mode = "callresponse" };
        foreach (string take in Directory.GetFiles(SharedData.Find("performances", "9d")).Order(StringComparer.Ordinal).Take(3))
        {
            string[] rows = Rows(Replay(stage, take));
            string[] given = File.ReadAllLines(take);
            string[] heard = [.. rows.Where(row => row.Contains(",interface,", StringComparison.Ordinal))];
            Assert.Equal(given.Select(Time), heard.Select(Time));
            Assert.Equal(given.Select(Values), heard.Select(Values));
            Assert.True(rows.Length > given.Length, $"no answer to {take}");
        }
    }

    private static FinishedRun Replay(TestStage stage, string take, params string[] more)
    {
        FinishedRun run = FinishedRun.Of(stage.Folder, ["replay", take, "-c", stage.WriteConfig(), .. more]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Matches(@"^[^\n]+: \d+ inputs, \d+ predictions, seed \d\n$", run.Error);
        return run;
    }

    /// <summary>Two phrases of 0.4 s with a second of silence between, eight controls, in the log's own form.</summary>
    private static string WriteTake(TestStage stage)
    {
        StringBuilder text = new();
        byte[] line = new byte[LogLine.MaxLength];
        long start = CivilTime.FromDateTime(new DateTime(2026, 1, 1));
        Random random = new(1);
        float[] controls = new float[8];
        for (int i = 0; i < 100; i++)
        {
            controls[random.Next(8)] = random.Next(128) / 127f;
            long time = start + i * 8000 + random.Next(8000) + (i < 50 ? 0 : 1_000_000);
            Assert.True(LogLine.TryFormat(line, time, LogSource.Interface, controls, out int length));
            text.Append(Encoding.UTF8.GetString(line, 0, length));
        }
        string path = Path.Combine(stage.Folder, "take.log");
        File.WriteAllText(path, text.ToString());
        return path;
    }

    private static string[] Rows(FinishedRun run) => run.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Time(string row) => row.Split(',')[0];

    private static float[] Values(string row) =>
        [.. row.Split(',')[2..].Select(value => float.Parse(value, CultureInfo.InvariantCulture))];
}
