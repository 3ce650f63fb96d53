using Impsy.Inference.Performances;
using Impsy.TestSupport;
using Impsy.TrainerCli.Training;

namespace Impsy.TrainerCli.Tests.Training;

public class TrainingDataTests
{
    [Fact]
    public void Whole_takes_are_kept_back_by_rule_and_short_ones_not_counted()
    {
        Take[] takes = [.. Enumerable.Range(0, 20).Select(i => TestTakes.Make(i, i == 3 ? 50 : 60 + i, 3))];
        TrainingData data = TrainingData.Create(takes, 3, window: 50, ValidationRule.Default);
        Assert.Equal(["take 7", "take 15"], data.Validation.Select(take => take.Name)); // 6 and 14 without take 3
        Assert.Equal(17, data.Training.Count);
        Assert.Equal(1, data.ShortTakes);
        Assert.Equal(takes.Sum(take => take.RowCount) - 50, data.TrainingRows + data.ValidationRows);
    }

    [Fact]
    public void Takes_that_are_too_dear_to_lose_train()
    {
        Take[] takes = [.. Enumerable.Range(0, 8).Select(i => TestTakes.Make(i, i == 6 ? 6000 : 100, 2))];
        Assert.Equal(
            ["take 0"], TrainingData.Create(takes, 2, 50, ValidationRule.Default).Validation.Select(take => take.Name));
        takes[6] = TestTakes.Make(6, 5999, 2);
        Assert.Equal(
            ["take 6"], TrainingData.Create(takes, 2, 50, ValidationRule.Default).Validation.Select(take => take.Name));
    }

    [Fact]
    public void Few_takes_keep_back_the_shortest_and_a_single_one_its_end()
    {
        TrainingData two = TrainingData.Create(
            [TestTakes.Make(1, 90, 2), TestTakes.Make(2, 80, 2)], 2, 50, ValidationRule.Default);
        Assert.Equal(["take 2"], two.Validation.Select(take => take.Name));
        TrainingData one = TrainingData.Create([TestTakes.Make(1, 200, 2)], 2, 50, ValidationRule.Default);
        Assert.Equal((180, 20), (one.Training.Single().RowCount, one.Validation.Single().RowCount));
    }

    [Fact]
    public void Too_little_to_learn_from_is_said()
    {
        string none = Assert.Throws<InvalidDataException>(
            () => TrainingData.Create([], 2, 50, ValidationRule.Default)).Message;
        string small = Assert.Throws<InvalidDataException>(
            () => TrainingData.Create([TestTakes.Make(1, 50, 2)], 2, 50, ValidationRule.Default)).Message;
        string single = Assert.Throws<InvalidDataException>(
            () => TrainingData.Create([TestTakes.Make(1, 52, 2)], 2, 50, ValidationRule.Default)).Message;
        Assert.Equal(
            [
                "nothing to train on: a take needs 51 events, and there is no take at all",
                "nothing to train on: a take needs 51 events, and the longest of 1 has 50",
                "nothing to keep back: the only take of more than 50 events has 52; record some more",
            ],
            [none, small, single]);
    }

    [Theory]
    [InlineData(127, 127)]
    [InlineData(128, 128)]
    [InlineData(1000, 0)]
    public void The_grid_is_found(int grid, int expected)
    {
        TrainingData data = TrainingData.Create([TestTakes.Make(1, 400, 4, grid)], 4, 50, ValidationRule.Default);
        Assert.Equal(expected, data.Values.Grid);
        Assert.Equal(0, data.Values.Start[0]);
        Assert.All(data.Values.Start, value => Assert.InRange(value, 0, 1));
        if (expected != 0)
            Assert.All(data.Values.Start, value => Assert.Equal(MathF.Round(value * grid) / grid, value));
    }

    [Fact]
    public void Values_out_of_range_are_counted_and_count_as_the_nearer_end()
    {
        float[] rows = new float[3 * 200];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = i % 3 == 0 ? 0.25f : 0.5f;
        (rows[1], rows[5]) = (1.5f, -3);
        TrainingData data = TrainingData.Create([new Take("t", 3, rows, true)], 3, 50, ValidationRule.Default);
        Assert.Equal(2, data.Values.OutOfRange);
        Batch batch = new(new NetworkShape(3, 8, 1, 1), 8, 1);
        new SequenceWriter(TrainingOptions.Edge(3, 8, 1), 3, 1 / 127f)
            .WriteEvent(batch, 0, rows.AsSpan(0, 3), rows.AsSpan(3, 3));
        Assert.Equal([MathF.Log(0.25f) + 4, 5, 0], batch.Input(0).ToArray()); // around zero
        Assert.Equal([-5f, -5], batch.Target(0)[1..].ToArray());
    }

    [Fact]
    public void The_fingerprint_changes_with_any_value()
    {
        long Fingerprint(float value)
        {
            float[] rows = new float[2 * 200];
            rows[399] = value;
            return TrainingData.Create([new Take("t", 2, rows, true)], 2, 50, ValidationRule.Default).Fingerprint;
        }

        Assert.Equal(Fingerprint(0.5f), Fingerprint(0.5f));
        Assert.NotEqual(Fingerprint(0.5f), Fingerprint(0.50001f));
    }

    [SharedFact("performances/9d")]
    public void The_published_performances_split_as_the_figures_say()
    {
        LogReading reading = LogReader.Read(SharedData.Find("performances", "9d"), 9, LogReadOptions.Default);
        TrainingData data = TrainingData.Create(reading.Takes, 9, 50, ValidationRule.Default);
        Assert.Equal(
            "9d, grid of 127: learns from 75569 events in 27 takes, keeps back 8827 in 3 " +
            "(takes 6, 14, 22 ... of 30 by name, those under 6000 events); 2 too short",
            data.Describe());
    }

    [SharedFact("performances/4d")]
    public void So_do_those_of_four_dimensions()
    {
        LogReading reading = LogReader.Read(SharedData.Find("performances", "4d"), 4, LogReadOptions.Default);
        TrainingData data = TrainingData.Create(reading.Takes, 4, 50, new ValidationRule(5, 0));
        Assert.Equal((128, 9433L), (data.Values.Grid, data.ValidationRows));
    }
}
