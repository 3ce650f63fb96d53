namespace Impsy.Inference.Performances;

/// <summary>Why a row of a log was not used.</summary>
public enum LogFault
{
    None,

    /// <summary>No ISO time at the start of the line.</summary>
    BadTime,

    /// <summary>Neither <c>interface</c> nor <c>rnn</c>.</summary>
    BadSource,
    BadNumber,

    /// <summary>NaN, or beyond what a float holds.</summary>
    NotFinite,
    TooFewValues,
    TooManyValues,

    /// <summary>The file ends inside this line, so its last number may have lost digits.</summary>
    Unfinished,

    /// <summary>Longer than any row can be.</summary>
    TooLong,

    /// <summary>Earlier than the row before: the clock was set back, so the time between the two is unknown.</summary>
    ClockBackward,
}
