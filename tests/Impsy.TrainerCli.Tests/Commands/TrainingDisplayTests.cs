using Impsy.TrainerCli.Commands;
using Impsy.TrainerCli.Training;
using Spectre.Console;

namespace Impsy.TrainerCli.Tests.Commands;

public class TrainingDisplayTests
{
    private static readonly HistoryPoint s_last = new(6000, 13.2, 11.345);

    private static readonly TrainingProgress s_progress = new(
        Update: 6100,
        Updates: 12_000,
        Progress: 0.508,
        Loss: 13.456,
        Validation: null,
        Best: new HistoryPoint(5800, 13.3, 11.201),
        Elapsed: TimeSpan.FromSeconds(85),
        Remaining: TimeSpan.FromSeconds(3725));

    [Theory]
    [InlineData(120, "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━  51 %  loss  13.46  11.35 bits, best 11.20  1:25 gone  1:02:05 left")]
    [InlineData(80, "━━━━━━━━━  51 %  loss  13.46  11.35 bits, best 11.20  1:25 gone  1:02:05 left")]
    [InlineData(60, "━━━━━━━━━━━━━  51 %  11.35 bits, best 11.20  1:02:05 left")]
    [InlineData(15, "━━━━━━  51 %")]
    [InlineData(12, " 51 %")]
    public void The_line_has_what_there_is_room_for(int width, string expected) => Assert.Equal(
        expected, Markup.Remove(TrainingDisplay.RichLine(s_progress, s_last, width)));

    /// <summary>A line that wraps cannot be drawn anew: the terminal would fill with its remains.</summary>
    [Fact]
    public void The_line_never_fills_the_terminal()
    {
        TrainingProgress early = s_progress with { Best = null, Progress = 0, Remaining = TimeSpan.FromDays(30) };
        foreach (TrainingProgress progress in new[] { s_progress, early, s_progress with { Progress = 1 } })
        {
            for (int width = 8; width < 200; width++)
                Assert.InRange(Markup.Remove(TrainingDisplay.RichLine(progress, s_last, width)).Length, 1, width - 1);
        }
    }
}
