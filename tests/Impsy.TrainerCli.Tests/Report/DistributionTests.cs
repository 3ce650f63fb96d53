using Impsy.Inference.Performances;
using Impsy.TrainerCli.Report;

namespace Impsy.TrainerCli.Tests.Report;

public class DistributionTests
{
    private static readonly Take s_take = new(
        "take", 3, [9, 0, 0, 0.0001f, 0, 0.5f, 0.02f, 1, 0.5f, 0.02f, 1, 0.49f, 70, 0.25f, 0.5f], hasOpening: true);

    /// <summary>The first row is only heard; what is shorter or longer than the scale counts at its ends.</summary>
    [Fact]
    public void Times_count_in_bins_each_longer_than_the_last()
    {
        Distribution times = Distribution.OfTime([s_take], dtMax: 5);
        Assert.Equal((41, 40), (times.Edges.Count, times.Shares.Count));
        Assert.Equal((0.0005, 5), (times.Edges[0], Math.Round(times.Edges[^1], 9)));
        int bin = times.Shares.Index().MaxBy(share => share.Item).Index;
        Assert.InRange(0.02, times.Edges[bin], times.Edges[bin + 1]);
        Assert.Equal((0.25, 0.5, 0.25), (times.Shares[0], times.Shares[bin], times.Shares[^1]));
    }

    [Fact]
    public void Places_of_a_control_count_from_0_to_1()
    {
        Distribution places = Distribution.OfControl([s_take], control: 1);
        Assert.Equal(
            [(0, 0.25), (8, 0.25), (31, 0.5)], places.Shares.Index().Where(share => share.Item != 0));
    }

    [Fact]
    public void What_two_have_in_common_is_the_lesser_of_each_bin()
    {
        double[] edges = [0, 1, 2, 3];
        Distribution one = new(edges, [0.5, 0.5, 0]);
        Assert.Equal(1, one.Common(one));
        Assert.Equal(0.25, one.Common(new Distribution(edges, [0, 0.25, 0.75])));
        Assert.Equal(0, one.Common(new Distribution(edges, [0, 0, 1])));
    }
}
