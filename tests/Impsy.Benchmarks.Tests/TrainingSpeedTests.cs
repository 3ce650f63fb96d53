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
        s,256-bit,edge,24,2,9.0000,17.9000,14.5000,28.7000,170.00,260.00

        """;

    [Fact]
    public void Time_is_judged_of_the_ancestors_way_and_the_share_of_the_peak_of_both_on_all_threads()
    {
        Report report = new();
        TrainingSpeed.Judge(report, TrainingTiming.Parse(Csv));
        Assert.True(report.IsGood);
        string text = report.ToText("");
        Assert.Contains("9-d, 5 mixtures, batch 64 × 50, 2 threads ", text, StringComparison.Ordinal);
        Assert.Contains("| 3.00 ms per batch, 3.92 s per epoch ", text, StringComparison.Ordinal);
        Assert.Contains("| 364 of 520 GFLOP/s, 70.0 % ", text, StringComparison.Ordinal);
        Assert.Contains("| 170 of 260 GFLOP/s, 65.4 % ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.0000,5.9500", "3.3000,5.9500")] // too slow
    [InlineData("364.00,520.00", "300.00,520.00")] // below 60 % of the peak
    [InlineData("170.00,260.00", "150.00,260.00")] // the other recipe below it
    public void A_bar_that_is_missed_is_told(string old, string changed)
    {
        Report report = new();
        TrainingSpeed.Judge(report, TrainingTiming.Parse(Csv.Replace(old, changed)));
        Assert.False(report.IsGood);
    }

    [Fact]
    public void A_machine_with_half_the_peak_misses_the_time_and_is_told()
    {
        Report report = new();
        TrainingSpeed.Judge(report, TrainingTiming.Parse(Csv.Replace(
            "3.0000,5.9500,3.1000,6.2000,364.00,520.00", "6.0000,11.9500,6.1000,12.2000,182.00,260.00")));
        Assert.False(report.IsGood);
        Assert.Matches(@"6\.00 ms per batch.*FAIL", report.ToText(""));
    }

    [Fact]
    public void Each_timing_is_a_row() => Assert.Equal(
        [
            "| size | recipe | registers | threads | densities ms | bins ms | processor ms | epoch s | GFLOP/s | peak |"
                + " of peak |",
            "| s    | edge   | 256-bit   | 2       | 9.00         | 14.5    | 17.9         | 11.8    | 170     | 260  |"
                + " 65.4 %  |",
        ],
        TrainingSpeed.TableOf(TrainingTiming.Parse(Csv).Skip(2)).ToString().Split('\n').Where((_, i) => i is 0 or 2));

    [Theory]
    [InlineData("")]
    [InlineData("size,registers\n")]
    [InlineData(Header + "\ns,512-bit,impsy\n")]
    public void Anything_else_is_refused(string csv) =>
        Assert.Throws<InvalidDataException>(() => TrainingTiming.Parse(csv));
}
