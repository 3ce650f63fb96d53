using Impsy.Benchmarks.Reporting;
using Impsy.TestSupport;

namespace Impsy.Benchmarks.Tests;

public class ReportingTests
{
    [Fact]
    public void A_percentile_is_the_smallest_sample_that_enough_others_do_not_exceed()
    {
        Samples samples = new(0);
        foreach (int value in Enumerable.Range(1, 1000).Reverse())
            samples.Add(value);
        Assert.Equal([500, 990, 999, 1000], new[] { 0.5, 0.99, 0.999, 1 }.Select(samples.Percentile));
        samples.Add(5000);
        Assert.Equal((501, 5000), (samples.Percentile(0.5), samples.Max));
        Assert.Equal(0, new Samples(0).Max);
    }

    [Fact]
    public void A_slope_is_that_of_the_nearest_line()
    {
        Assert.Equal(2, Slope.Of([(0, 1), (1, 3), (2, 5)]), 12);
        Assert.Equal(0.5, Slope.Of([(0, 0), (1, 1), (2, 1)]), 12);
        Assert.Equal(0, Slope.Of([(1, 1), (1, 5)]));
        Assert.Equal(0, Slope.Of([]));
    }

    [Fact]
    public void Figures_have_three_digits_and_no_exponent() => Assert.Equal(
        ["0", "0.001", "0.999", "1.00", "9.99", "10.0", "99.9", "100", "53612", "-0.500"],
        new[] { 0, 0.001, 0.999, 1, 9.99, 9.999, 99.9, 99.96, 53_612, -0.5 }.Select(Figures.Short));

    [Fact]
    public void Tables_replace_what_stands_between_the_markers_and_nothing_else()
    {
        PerformancePage part = new("speed", "measure --write");
        string page = $"before\n{part.Begin}\nold\n{part.End}\nafter\n";
        string once = part.Replace(page, "new\n");
        Assert.Equal($"before\n{part.Begin}\n\nnew\n\n{part.End}\nafter\n", once);
        Assert.Equal(once, part.Replace(once, "new"));
        Assert.Throws<InvalidDataException>(() => part.Replace($"{part.End}", "new"));
    }

    [Fact]
    public void The_page_of_the_checkout_has_the_markers_of_both_parts()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "performance.md"));
        foreach (PerformancePage part in new[] { PerformancePage.Instrument, PerformancePage.Training })
            Assert.Contains("\nnew\n", part.Replace(page, "new"), StringComparison.Ordinal);
    }
}
