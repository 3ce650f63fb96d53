using Impsy.TrainerCli.Report;

namespace Impsy.TrainerCli.Tests.Report;

public class AxisTests
{
    [Theory]
    [InlineData(0, 12_000, 4, "0 5,000 10,000")]
    [InlineData(0, 600, 4, "0 200 400 600")]
    [InlineData(10.7, 13.9, 4, "11 12 13")]
    [InlineData(-0.31, 0.29, 4, "-0.2 0.0 0.2")]
    [InlineData(0.92, 0.97, 4, "0.92 0.94 0.96")]
    [InlineData(3, 3, 4, "3.0 3.5 4.0")] // nothing between: a unit of room
    public void Marks_stand_at_round_numbers_within(double low, double high, int marks, string expected) =>
        Assert.Equal(expected, string.Join(' ', Axis.Linear(low, high, marks).Marks.Select(mark => mark.Name)));

    [Fact]
    public void Places_are_shares_of_the_length()
    {
        Axis linear = Axis.Linear(10, 20, 4);
        Assert.Equal([0, 0.25, 1, 1.5, -0.5], new[] { 10, 12.5, 20, 1e9, -1e9 }.Select(linear.Share));
        Axis logarithmic = new(0.001, 1, [], IsLogarithmic: true);
        Assert.Equal([0, 1 / 3.0, 1], new[] { 0.001, 0.01, 1 }.Select(value => Math.Round(logarithmic.Share(value), 12)),
            (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(-1 / 3.0, logarithmic.Share(0), 9); // no infinity
    }
}
