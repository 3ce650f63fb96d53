using Impsy.Inference;
using Impsy.Inference.Performances;
using Impsy.TrainerCli.Evaluation;

namespace Impsy.TrainerCli.Tests.Evaluation;

public class PlayingTests
{
    [Fact]
    public void What_makes_a_player_is_counted_over_all_takes()
    {
        Take one = new("one", 4, [0, 0, 0, 0, 0.1f, 0.5f, 0.25f, 0, 0.3f, 0.5f, 0.25f, 0], hasOpening: true);
        Take two = new("two", 4, [9, 0.5f, 0.5f, 1, 9, 0.5f, 0.503f, 1, 0.2f, 0.25f, 0.503f, 1], hasOpening: false);
        Playing playing = Playing.Of([one, two], dtMax: 5);
        Playing expected = new(
            Events: 4,
            MovedPerEvent: 3 / 4.0,
            DtMedian: 0.3f, // of 0.1, 0.2, 0.3 and 5
            EventsPerSecond: 4 / 5.6,
            StepSize: 1 / 3.0,
            Alive: 2); // 0.003 is no step of a controller
        Assert.Equal(Round(expected), Round(playing));

        static Playing Round(Playing playing) => playing with
        {
            DtMedian = Math.Round(playing.DtMedian, 5),
            EventsPerSecond = Math.Round(playing.EventsPerSecond, 5),
            StepSize = Math.Round(playing.StepSize, 5),
        };
    }

    [Fact]
    public void Nobody_playing_gives_zeros() =>
        Assert.Equal(new Playing(0, 0, 0, 0, 0, 0), Playing.Of([new Take("one", 2, [0, 1], true)], 5));

    [Fact]
    public void A_free_run_goes_on_from_what_it_heard_and_ends_when_told()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("m.onnx");
        Trainer.AssertDone("export", "--metronome", "0.25", "--dimension", "3", "--out", path);
        using MdrnnModel model = MdrnnModel.Load(path, seed: 1);
        Take prime = new("p", 3, [0, 0, 0, 0.1f, 0.75f, 1, 0.1f, 0, 0], hasOpening: true);
        Take played = FreeRun.Play(model, prime, 2, new Temperatures(1, 1), (_, seconds) => seconds <= 0.8);
        Assert.Equal(
            [0, 0.75f, 1, 0.25f, 0.5f, 0.5f, 0.25f, 0.5f, 0.5f, 0.25f, 0.5f, 0.5f], played.Rows.ToArray());
        Take alone = FreeRun.Play(model, null, 500, new Temperatures(1, 1), (count, _) => count <= 1);
        Assert.Equal([0, 0.5f, 0.5f, 0.25f, 0.5f, 0.5f], alone.Rows.ToArray());
    }

    [Fact]
    public void A_model_hears_the_first_take_that_is_long_enough()
    {
        Take little = new("little", 2, new float[10], false);
        Take enough = new("enough", 2, new float[1000], false);
        Take more = new("more", 2, new float[2000], false);
        Assert.Same(enough, FreeRun.ChoosePrime([little, enough, more]));
        Assert.Same(little, FreeRun.ChoosePrime([new Take("least", 2, new float[4], false), little]));
    }
}
