using System.Globalization;
using Impsy.TestSupport;

namespace Impsy.Inference.Tests;

public class NormalDistributionTests
{
    [Fact]
    public void Masses_match_the_golden_vectors_far_into_the_tails()
    {
        double worst = 0;
        int bins = 0;
        foreach (string line in File.ReadLines(Repository.Vector("normal", "normal.txt")).Where(l => l[0] != '#'))
        {
            double[] numbers =
                [.. line.Split('|').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
            double mass = NormalDistribution.Mass(numbers[0], numbers[1]);
            worst = Math.Max(worst, Math.Abs(mass / numbers[2] - 1));
            bins++;
        }
        Assert.Equal(21, bins);
        Assert.InRange(worst, 0, 1e-11); // relative; the narrowest bins lose four digits to the difference
    }

    [Fact]
    public void Open_ends_take_the_whole_tail()
    {
        Assert.Equal(0.5, NormalDistribution.Mass(double.NegativeInfinity, 0), 15);
        Assert.Equal(1, NormalDistribution.Mass(double.NegativeInfinity, double.PositiveInfinity), 15);
    }
}
