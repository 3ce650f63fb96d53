using System.Globalization;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Replay;
using Impsy.Inference.Performances;

namespace Impsy.Daemon.Tests.Replay;

public sealed class ReplayLogTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_players_rows_come_to_the_microsecond_and_clipped_and_the_models_not_at_all()
    {
        File.WriteAllText(_path, """
            2019-01-17T23:59:59.999999,rnn,0.1,0.2
            2019-01-17T23:59:59.999999,interface,0.25,0.5

            2019-01-18T00:00:00,interface,0.75,1.5
            2019-01-18T00:00:00.250000,rnn,0.1,0.2
            2019-01-18T00:10:00.000007,interface,-1,0

            """);
        using ReplayLog log = new(_path, 3);
        Assert.Equal(["0 0.25 0.5", "1000 0.75 1", "600000008000 0 0"], Texts(log));
        Assert.Equal(new DateTime(2019, 1, 17, 23, 59, 59, 999).AddMicroseconds(999), CivilTime.ToDateTime(log.StartMicroseconds));
        Assert.Empty(log.Problems);
    }

    [Fact]
    public void Rows_that_cannot_be_used_are_left_out_and_counted()
    {
        File.WriteAllText(_path, """
            nonsense
            2019-01-17T12:00:00,interface,0.5
            2019-01-17T12:00:00,interface,0.5,0.5
            2019-01-17T12:00:01,interface,nan,0.5
            2019-01-17T11:00:00,interface,0.1,0.1
            2019-01-17T11:00:02,interface,0.2,0.2
            2019-01-17T11:00:03,interface,0.3
            2019-01-17T11:00:04,interface,0.4,0
            """);
        using ReplayLog log = new(_path, 3);
        string name = Path.GetFileName(_path);
        // After the clock was set back time goes on from there: two seconds, not an hour before the beginning.
        Assert.Equal(["0 0.5 0.5", "2000000000 0.2 0.2"], Texts(log));
        Assert.Equal(
        [
            new LogProblem(name, LogFault.BadTime, 1, 1),
            new LogProblem(name, LogFault.NotFinite, 1, 4),
            new LogProblem(name, LogFault.TooFewValues, 2, 2),
            new LogProblem(name, LogFault.Unfinished, 1, 8),
            new LogProblem(name, LogFault.ClockBackward, 1, 5),
        ], log.Problems);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2019-01-17T12:00:00,interface,0.5,0.5\n")]
    [InlineData("2019-01-17T12:00:00,rnn,0.5\n")]
    public void A_log_without_a_row_of_the_player_that_fits_is_empty(string text)
    {
        File.WriteAllText(_path, text);
        using ReplayLog log = new(_path, 2);
        Assert.True(log.IsEmpty);
        Assert.Empty(log.Inputs());
    }

    private static string[] Texts(ReplayLog log) => [.. log.Inputs().Select(Text)];

    private static string Text(PlayerInput input) =>
        string.Create(CultureInfo.InvariantCulture, $"{input.Time} {input.Values[0]} {input.Values[1]}");
}
