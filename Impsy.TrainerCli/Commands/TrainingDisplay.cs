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
    private const int LongestBar = 40;
    private const int ShortestBar = 6;

    /// <summary>
    /// Columns that stay free: the last, for a line that fills it makes some terminals begin another, and two for the
    /// ^C that they show where it is typed.
    /// </summary>
    private const int Margin = 3;

    /// <summary>Often enough to look alive.</summary>
    private static readonly TimeSpan s_redrawEvery = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter _output;
    private readonly IAnsiConsole? _terminal; // null when the output is none, or one that cannot go back in its line
    private TimeSpan _drawn = TimeSpan.MinValue;
    private HistoryPoint? _last;

    public TrainingDisplay(TextWriter output)
    {
        _output = output;
        bool isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        if (isTerminal && AnsiConsole.Profile.Capabilities.Ansi)
        {
            _terminal = AnsiConsole.Console;
            _terminal.Cursor.Hide();
        }
    }

    public void Show(in TrainingProgress progress)
    {
        _last = progress.Validation ?? _last;
        if (_terminal is null)
        {
            if (progress.Validation is HistoryPoint point)
                _output.WriteLine(PlainLine(progress, point));
            return;
        }
        if (progress.Validation is not null || progress.Elapsed - s_redrawEvery > _drawn)
        {
            _drawn = progress.Elapsed;
            _output.Write("\r\e[2K"); // to the start of the line, and the line is empty
            _terminal.Markup(RichLine(progress, _last, _terminal.Profile.Width));
        }
    }

    public void Dispose()
    {
        if (_terminal is null)
            return;
        _terminal.WriteLine();
        _terminal.Cursor.Show();
    }

    /// <summary>A line that fits the terminal: one that wraps could not be drawn anew.</summary>
    /// <param name="last">The validation that was last.</param>
    /// <param name="width">Columns.</param>
    /// <returns>In the markup of Spectre.Console.</returns>
    internal static string RichLine(in TrainingProgress progress, HistoryPoint? last, int width)
    {
        string bits = last is HistoryPoint now && progress.Best is HistoryPoint best
            ? string.Create(CultureInfo.InvariantCulture, $"  {now.Bits:0.00} bits, best [bold]{best.Bits:0.00}[/]")
            : "";
        string share = string.Create(CultureInfo.InvariantCulture, $"{100 * progress.Progress,3:0} %");
        string loss = string.Create(CultureInfo.InvariantCulture, $"  loss {progress.Loss,6:0.00}");
        string left = $"  [grey]{Time(progress.Remaining)} left[/]";
        string spent = $"  [grey]{Time(progress.Elapsed)} gone[/]";
        // What matters least goes first where there is no room.
        string[] lines = [share + loss + bits + spent + left, share + loss + bits + left, share + bits + left, share];
        int room = width - Margin - 1 - ShortestBar;
        string words = lines.FirstOrDefault(line => Markup.Remove(line).Length <= room) ?? share;
        int bar = Math.Min(width - Markup.Remove(words).Length - 1 - Margin, LongestBar);
        if (bar < ShortestBar)
            return words;
        int full = (int)(progress.Progress * bar);
        return $"[green]{new string('━', full)}[/][grey]{new string('━', bar - full)}[/] {words}";
    }

    private static string PlainLine(in TrainingProgress progress, HistoryPoint point) => string.Create(
        CultureInfo.InvariantCulture,
        $"update {point.Update,6} of {progress.Updates}  loss {point.Loss,7:0.000}  {point.Bits,7:0.000} bits  " +
        $"best {progress.Best?.Bits,7:0.000}  {Time(progress.Elapsed)}, {Time(progress.Remaining)} left");

    /// <summary>1:05 or 1:01:05.</summary>
    private static string Time(TimeSpan time) => time.TotalHours >= 1
        ? time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)
        : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);
}
