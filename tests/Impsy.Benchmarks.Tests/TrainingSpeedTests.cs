using Impsy.Benchmarks.Reporting;
using Impsy.Benchmarks.Trainings;

namespace Impsy.Benchmarks.Tests;

public class TrainingSpeedTests
{
    private const string Header =
        "size,registers,recipe,mixtures,threads,densities_ms,densities_cpu_ms,bins_ms,bins_cpu_ms,gflops,peak_gflops";

    private const string Csv =
        $"""
        {Header}
        s,512-bit,impsy,5,1,5.9000,5.9100,6.1000,6.1100,184.00,263.00
        s,512-bit,impsy,5,2,3.0000,5.9500,3.1000,6.2000,364.00,520.00
        s,256-bit,edge,24,2,9.0000,17.9000,14.5000,28.7000,150.00,260.00

        """;

    [Fact]
    public void The_bars_are_those_of_the_ancestors_way_on_all_threads()
    {
        Report report = new();
        TrainingSpeed.Judge(report, TrainingTiming.Parse(Csv));
        Assert.True(report.IsGood);
        string text = report.ToText("");
        Assert.Contains("2 threads ", text, StringComparison.Ordinal);
        Assert.Contains("| 3.00 ms per batch, 3.92 s per epoch ", text, StringComparison.Ordinal);
        Assert.Contains("| 364 of 520 GFLOP/s, 70.0 % ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.0000,5.9500", "3.3000,5.9500")] // too slow
    [InlineData("364.00,520.00", "300.00,520.00")] // below 60 % of the peak
    public void A_bar_that_is_missed_is_told(string old, string changed)
    {
        Report report = new();
        TrainingSpeed.Judge(report, TrainingTiming.Parse(Csv.Replace(old, changed)));
        Assert.False(report.IsGood);
    }

    [Fact]
    public void Each_timing_is_a_row() => Assert.Equal(
        [
            "| size | recipe | registers | threads | densities ms | bins ms | processor ms | GFLOP/s | peak | of peak |",
            "| s    | edge   | 256-bit   | 2       | 9.00         | 14.5    | 17.9         | 150     | 260  | 57.7 %  |",
        ],
        TrainingSpeed.TableOf(TrainingTiming.Parse(Csv).Skip(2)).ToString().Split('\n').Where((_, i) => i is 0 or 2));

    [Theory]
    [InlineData("")]
    [InlineData("size,registers\n")]
    [InlineData(Header + "\ns,512-bit,impsy\n")]
    public void Anything_else_is_refused(string csv) =>
        Assert.Throws<InvalidDataException>(() => TrainingTiming.Parse(csv));
}
