namespace Impsy.Inference.Performances;

/// <summary>Rows of one file that were not used, for one reason.</summary>
/// <param name="File">Name without folder.</param>
/// <param name="FirstLine">Counted from 1.</param>
public sealed record LogProblem(string File, LogFault Fault, long Rows, long FirstLine)
{
    /// <summary>A line for the owner of the file, who can open it at the first of these rows.</summary>
    public override string ToString() =>
        $"{File}({FirstLine}): {Rows} {(Rows == 1 ? "row" : "rows")} not used: {Reason(Fault)}";

    private static string Reason(LogFault fault) => fault switch
    {
        LogFault.BadTime => "no time like 2019-01-17T12:37:38.109979 at the start",
        LogFault.BadSource => "the source is neither interface nor rnn",
        LogFault.BadNumber => "a value is no number",
        LogFault.NotFinite => "a value is not finite",
        LogFault.TooFewValues => "too few values",
        LogFault.TooManyValues => "too many values",
        LogFault.Unfinished => "the file ends inside the line",
        LogFault.TooLong => "longer than any row",
        LogFault.ClockBackward => "earlier than the row before: the clock was set back",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "not a fault"),
    };
}
