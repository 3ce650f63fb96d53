using Impsy.Daemon.Commands;
using Impsy.Daemon.Replay;

namespace Impsy.Daemon.Tests.Replay;

public class ReplayOptionsTests
{
    [Theory]
    [InlineData("a.log", "stdout", double.PositiveInfinity, 0)]
    [InlineData("a.log --to osc", "osc", 1, 0)]
    [InlineData("a.log --to osc --speed max --seed 7", "osc", double.PositiveInfinity, 7)]
    [InlineData("--speed 0.5 --to b.log a.log", "b.log", 0.5, 0)]
    public void Only_what_is_sent_over_osc_is_sent_at_its_own_speed(string line, string to, double speed, int seed)
    {
        Assert.Empty(Mistakes(line, out ReplayOptions? options));
        Assert.Equal(
            ("a.log", "c.toml", to, speed, seed),
            (options!.LogPath, options.ConfigPath, options.To, options.Speed, options.Seed));
    }

    [Fact]
    public void Every_mistake_is_told_at_once()
    {
        Assert.Equal(
        [
            "--pi-temp: expected a number 0..10, found '11'",
            "expected the LOG to replay",
            "--to: expected osc, stdout or a file that ends in .log, found 'OSC'",
            "--speed: expected max or a number 0.01..1000, found '0'",
            "--seed: expected a whole number 0..2147483647, found '-1'",
        ], Mistakes("--to OSC --speed 0 --seed -1 --pi-temp 11", out ReplayOptions? options));
        Assert.Null(options);
    }

    [Theory]
    [InlineData("nan")]
    [InlineData("inf")]
    [InlineData("1001")]
    [InlineData("-1")]
    [InlineData("fast")]
    public void A_speed_is_a_number_within_limits_or_max(string speed) => Assert.Equal(
        [$"--speed: expected max or a number 0.01..1000, found '{speed}'"],
        Mistakes($"a.log --speed {speed}", out _));

    private static IReadOnlyList<string> Mistakes(string line, out ReplayOptions? options)
    {
        Assert.True(CommandArguments.TryParse(
            line.Split(' '), [.. ReplayOptions.Own, .. ConfigOptions.Playing], 1, out CommandArguments? arguments, out _));
        ReplayOptions.TryRead(arguments, "c.toml", out options, out IReadOnlyList<string> mistakes);
        return mistakes;
    }
}
