using Impsy.Inference.Performances;
using Impsy.TrainerCli.Evaluation;

namespace Impsy.TrainerCli.Tests.Evaluation;

public sealed class LongRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Two controls; moves at 1, 4 and 9 s, where a pause of 99 s counts as 5.</summary>
    [Fact]
    public void A_rest_lasts_until_a_control_moves_and_pauses_are_cut()
    {
        Take take = new(
            "t", 3, [0, 0, 0, 1, 0.5f, 0, 2, 0.5f, 0.001f, 1, 0.5f, 0.5f, 99, 0, 0, 0.5f, 0, 0], hasOpening: true);
        LongRun player = LongRun.OfPlayer([take], dtMax: 5);
        Assert.Equal((5, 5), (player.LongestRest, player.BusiestMinute));
        Assert.Equal((4 / 5.0, 1f, 2), (player.Playing.MovedPerEvent, player.Playing.DtMedian, player.Playing.Alive));
    }

    [Fact]
    public void The_fullest_minute_slides()
    {
        // 50 events in 25 s, 19 of 20 pauses of 5 s, and 70 events in 70 s: one minute holds 61 of these
        float[] rows =
        [
            0, 0,
            .. Enumerable.Range(0, 50).SelectMany(i => new[] { 0.5f, i % 2 }),
            .. Enumerable.Range(0, 20).SelectMany(_ => new[] { 5f, 0 }),
            .. Enumerable.Range(0, 70).SelectMany(i => new[] { 1f, i % 2 }),
        ];
        LongRun player = LongRun.OfPlayer([new Take("t", 2, rows, hasOpening: true)], dtMax: 5);
        Assert.Equal((61, 97.0), (player.BusiestMinute, player.LongestRest));
    }

    [Fact]
    public void What_is_not_like_the_player_is_told()
    {
        Playing human = new(1000, 0.8, 0.02, 15, 0.03, 8);
        LongRun player = new(0, null, human, LongestRest: 30, BusiestMinute: 900);
        LongRun like = new(
            1, null, human with { MovedPerEvent = 0.41, DtMedian = 0.039 }, LongestRest: 60, BusiestMinute: 1800);
        Assert.Equal([], like.Differences(player));
        LongRun unlike = new(2, "a", new Playing(10, 1.7, 0.009, 1, 0.1, 7), LongestRest: 75, BusiestMinute: 1801);
        Assert.Equal(
            [
                "controls moved per event: 1.70, the player 0.80",
                "median time between, s: 0.0090, the player 0.0200",
                "only 7 of 8 controls moved",
                "froze: nothing moved for 75 s",
                "ran away: 1801 events in a minute, the player at most 900",
            ],
            unlike.Differences(player));
        LongRun broken = new(3, "a", human with { MovedPerEvent = double.NaN }, LongestRest: 0, BusiestMinute: 1);
        Assert.Equal(["controls moved per event: NaN, the player 0.80"], broken.Differences(player));
    }

    /// <summary>A metronome moves nothing: each of its runs is told, and the command ends with 1.</summary>
    [Fact]
    public void Evaluate_judges_runs_that_begin_by_themselves_and_after_a_player()
    {
        string model = _folder.File("m.onnx");
        Trainer.AssertDone("export", "--metronome", "0.25", "--dimension", "3", "--out", model);
        string log = _folder.File("2026-05-01T20-00-00-3d-mdrnn.log");
        Trainer.WriteLog(log, Enumerable.Range(0, 600).Select(i => new[] { 0.2f, i % 2, i % 3 / 2f }));
        (int code, string output, string error) = Trainer.Run(
            "evaluate", model, log, "--play", "1", "--runs", "2", "--minutes", "1.5");
        Assert.Equal((1, ""), (code, error));
        string[] lines = output.TrimEnd().Split('\n');
        int first = Array.IndexOf(lines, "playing alone 2 times for 1.5 minutes, every other time after a player");
        string[] table = lines[first..];
        Assert.Equal("(sigmatemp 1, pitemp 1, seeds 1 to 2)", table[1]);
        Assert.Matches(@"^median time between, s +0\.2500 +0\.2500 +0\.2500 +0\.2000$", table[4]);
        Assert.Equal(
            [
                "seed 1, from the start: controls moved per event: 0.00, the player 2.00",
                "seed 1, from the start: only 0 of 2 controls moved",
                "seed 1, from the start: froze: nothing moved for 90 s",
                "seed 2, 2026-05-01T20-00-00-3d-mdrnn.log: controls moved per event: 0.00, the player 2.00",
                "seed 2, 2026-05-01T20-00-00-3d-mdrnn.log: only 1 of 2 controls moved",
                "seed 2, 2026-05-01T20-00-00-3d-mdrnn.log: froze: nothing moved for 90 s",
                "0 of 2 like the player",
            ],
            table[10..]);
    }

    [Fact]
    public void A_model_that_plays_like_the_player_is_fine()
    {
        string model = GoldenGesture.Export(_folder);
        string log = GoldenGesture.WriteLog(_folder);
        (int code, string output, _) = Trainer.Run("evaluate", model, log, "--runs", "1", "--minutes", "0.1");
        string verdict = output.TrimEnd().Split('\n')[^1];
        Assert.Equal(code == 0 ? "1 of 1 like the player" : "0 of 1 like the player", verdict);
        Assert.Equal(output, Trainer.Run("evaluate", model, log, "--runs", "1", "--minutes", "0.1").Output);
    }

    [Fact]
    public void Runs_are_asked_for_properly()
    {
        Trainer.AssertMisused("--minutes goes with --runs only", "evaluate", "m", "l", "--minutes", "3");
        Trainer.AssertMisused("--runs does not go with --json", "evaluate", "m", "l", "--runs", "3", "--json");
        Trainer.AssertMisused("--runs: expected 1 to 1000, found 0", "evaluate", "m", "l", "--runs", "0");
        Trainer.AssertMisused(
            "--minutes: expected 0.1 to 1440, found NaN", "evaluate", "m", "l", "--runs", "1", "--minutes", "nan");
    }
}
