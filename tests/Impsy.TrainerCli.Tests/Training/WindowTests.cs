using Impsy.Inference.Performances;
using Impsy.TrainerCli.Training;

namespace Impsy.TrainerCli.Tests.Training;

public class WindowTests
{
    [Fact]
    public void Each_pass_covers_the_takes_once_from_another_start()
    {
        Take[] takes = [TestTakes.Make(1, 200, 2), TestTakes.Make(2, 51, 2), TestTakes.Make(3, 120, 2)];
        WindowStream stream = new(takes, length: 50, stride: 50, seed: 1);
        HashSet<string> passes = [];
        for (int pass = 0; pass < 20; pass++)
        {
            List<Window> windows = [];
            int count = stream.WindowsPerPass;
            for (int i = 0; i < count; i++)
                windows.Add(stream.Next());
            Assert.Equal(pass, stream.Pass);
            Assert.Equal(takes.Length, windows.Select(window => window.Take).Distinct().Count());
            Assert.All(windows, window => Assert.InRange(window.Start, 0, window.Take.RowCount - 51));
            Assert.Equal(
                windows.Count,
                windows.Select(window => (window.Take, window.Start / 50)).Distinct().Count()); // none overlap
            passes.Add(string.Join(' ', windows.Select(window => $"{window.Take.Name}@{window.Start}")));
            stream.Seek(pass + 1, 0);
        }
        Assert.Equal(20, passes.Count);
    }

    [Fact]
    public void A_place_in_the_order_can_be_found_again()
    {
        Take[] takes = [TestTakes.Make(1, 300, 2)];
        WindowStream first = new(takes, 50, 50, seed: 1);
        for (int i = 0; i < 13; i++)
            first.Next();
        WindowStream second = new(takes, 50, 50, seed: 1);
        second.Seek(first.Pass, first.Position);
        Assert.Equal(
            Enumerable.Range(0, 20).Select(_ => first.Next()), Enumerable.Range(0, 20).Select(_ => second.Next()));
    }

    [Fact]
    public void Stride_1_gives_a_window_at_every_event()
    {
        WindowStream stream = new([TestTakes.Make(1, 100, 2)], 50, stride: 1, seed: 1);
        Assert.Equal(
            Enumerable.Range(0, 50), Enumerable.Range(0, 50).Select(_ => stream.Next().Start).Order());
    }

    [Fact]
    public void Shifted_controls_stay_on_the_grid_and_in_range_and_move_as_they_did()
    {
        Take take = TestTakes.Make(seed: 3, rows: 51, dimension: 6);
        WindowChange change = new(6);
        TrainingRandom random = new(1, RandomPurpose.Sequence, 0, 0);
        HashSet<float> shifts = [];
        for (int i = 0; i < 500; i++)
        {
            change.Draw(take.Rows, permute: 0.5f, shift: 1, step: 1 / 127f, ref random);
            Assert.Equal((0, 0f), (change.Sources[0], change.Shifts[0]));
            Assert.Equal([1, 2, 3, 4, 5], change.Sources.Skip(1).Order());
            for (int row = 0; row < take.RowCount; row++)
            {
                for (int d = 1; d < 6; d++)
                {
                    float value = take.Rows[row * 6 + change.Sources[d]] + change.Shifts[d];
                    Assert.InRange(value, -1e-6f, 1 + 1e-6f);
                    Assert.Equal(MathF.Round(value * 127), value * 127, 1e-3f);
                }
            }
            shifts.UnionWith(change.Shifts);
        }
        Assert.InRange(shifts.Count, 100, 255); // all over the range
    }

    [Fact]
    public void A_moving_control_that_touches_an_end_stays_where_it_is()
    {
        float[] rows = [0, 0, 1, 0.5f, 0, 0.1f, 1, 0.5f, 0, 0.2f, 0.9f, 0.5f];
        WindowChange change = new(4);
        TrainingRandom random = new(1, RandomPurpose.Sequence, 0, 0);
        bool resting = false;
        for (int i = 0; i < 50; i++)
        {
            change.Draw(rows, permute: 0, shift: 1, step: 0.1f, ref random);
            Assert.Equal((0f, 0f), (change.Shifts[1], change.Shifts[2]));
            resting |= change.Shifts[3] != 0;
        }
        Assert.True(resting);
    }

    [Fact]
    public void Nothing_is_changed_with_probability_zero()
    {
        WindowChange change = new(4);
        TrainingRandom random = new(1, RandomPurpose.Sequence, 0, 0);
        for (int i = 0; i < 100; i++)
            change.Draw(TestTakes.Make(1, 20, 4).Rows, 0, 0, 1 / 127f, ref random);
        Assert.Equal([0, 1, 2, 3], change.Sources);
        Assert.Equal([0, 0, 0, 0], change.Shifts);
    }

    [Fact]
    public void Dequantised_targets_lie_anywhere_in_their_bins()
    {
        Take take = TestTakes.Make(seed: 1, rows: 51, dimension: 3);
        TrainingOptions options = TrainingOptions.Edge(3, 8, 1) with
        {
            Permute = 0,
            Shift = 0,
            Coding = EventCoding.OfLinearTime(residual: true),
        };
        NetworkShape shape = new(3, 8, 1, 1);
        SequenceWriter writer = new(options, 3, 1 / 127f);
        Batch random = new(shape, 8, 50);
        Batch exact = new(shape, 8, 50);
        TrainingRandom source = new(1, RandomPurpose.Sequence, 0, 0);
        double least = 0;
        double most = 0;
        for (int i = 0; i < 20; i++)
        {
            writer.WriteWindow(random, 0, new Window(take, 0), useBins: false, ref source);
            writer.WriteWindow(exact, 0, new Window(take, 0), useBins: true, ref source);
            for (int step = 0; step < 50; step++)
            {
                int row = random.Row(step, 0);
                double[] off =
                [
                    (random.Target(row)[0] - exact.Target(row)[0]) / 0.005,
                    .. Enumerable.Range(1, 2)
                        .Select(d => (random.Target(row)[d] - exact.Target(row)[d]) / EventCoding.HalfControl),
                ];
                least = Math.Min(least, off.Min());
                most = Math.Max(most, off.Max());
            }
        }
        Assert.InRange(least, -1.001, -0.99);
        Assert.InRange(most, 0.99, 1.001);
    }

    [Fact]
    public void Dropout_drops_its_share_and_keeps_the_mean()
    {
        float[] mask = new float[100_000];
        TrainingRandom random = new(1, RandomPurpose.Dropout, 0, 0);
        Dropout.Fill(mask, 0.1f, ref random);
        Assert.Equal(0.1, mask.Count(value => value == 0) / 100_000.0, 0.005);
        Assert.Equal(1, mask.Average(), 0.005);
        Assert.Equal(2, mask.Distinct().Count());
    }
}
