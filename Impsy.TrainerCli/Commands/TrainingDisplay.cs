using System.Globalization;
using Impsy.TrainerCli.Training;
using Spectre.Console;

namespace Impsy.TrainerCli.Commands;

/// <summary>
/// Shows how a training gets on: on a terminal one line that is drawn anew, elsewhere a plain line per validation. One
/// thread.
/// </summary>
internal sealed class TrainingDisplay : IDisposable
{
    private const int BarWidth = 24;

    /// <summary>Often enough to look alive.</summary>
    private static readonly TimeSpan s_redrawEvery = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter _output;
    private readonly IAnsiConsole? _terminal; // null when the output is none
    private TimeSpan _drawn = TimeSpan.MinValue;

    public TrainingDisplay(TextWriter output)
    {
        _output = output;
        if (ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected)
        {
            _terminal = AnsiConsole.Console;
            _terminal.Cursor.Hide();
        }
    }

    public void Show(in TrainingProgress progress)
    {
        if (_terminal is null)
        {
            if (progress.Validation is HistoryPoint point)
                _output.WriteLine(PlainLine(progress, point));
            return;
        }
        if (progress.Validation is not null || progress.Elapsed - s_redrawEvery > _drawn)
        {
            _drawn = progress.Elapsed;
            _terminal.Write("\r\e[2K"); // to the start of the line, and the line is empty
            _terminal.Markup(RichLine(progress));
        }
    }

    public void Dispose()
    {
        if (_terminal is null)
            return;
        _terminal.WriteLine();
        _terminal.Cursor.Show();
    }

    private static string PlainLine(in TrainingProgress progress, HistoryPoint point) => string.Create(
        CultureInfo.InvariantCulture,
        $"update {point.Update,6} of {progress.Updates}  loss {point.Loss,7:0.000}  {point.Bits,7:0.000} bits  " +
        $"best {progress.Best?.Bits,7:0.000}  {Time(progress.Elapsed)}, {Time(progress.Remaining)} left");

    private static string RichLine(in TrainingProgress progress)
    {
        int full = (int)(progress.Progress * BarWidth);
        string bar = $"[green]{new string('━', full)}[/][grey]{new string('━', BarWidth - full)}[/]";
        string best = progress.Best is HistoryPoint point
            ? string.Create(CultureInfo.InvariantCulture, $"best [bold]{point.Bits:0.000}[/] bits at {point.Update}")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{bar} {100 * progress.Progress,3:0} %  loss {progress.Loss,7:0.000}  {best}  " +
            $"[grey]{Time(progress.Elapsed)}, {Time(progress.Remaining)} left[/]");
    }

    /// <summary>1:05 or 1:01:05.</summary>
    private static string Time(TimeSpan time) => time.TotalHours >= 1
        ? time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)
        : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);
}
