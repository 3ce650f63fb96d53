namespace Impsy.Hardware.Serial;

/// <summary>What a byte has brought.</summary>
public enum CsvLineResult
{
    /// <summary>The line goes on.</summary>
    Pending,

    /// <summary>A whole line of numbers.</summary>
    Line,

    /// <summary>A line with more or fewer numbers than wanted.</summary>
    WrongCount,

    /// <summary>A line with something else than numbers in it.</summary>
    NotANumber,

    /// <summary>A line with a number that is infinite or none (nan).</summary>
    NotFinite,

    /// <summary>A line longer than any line of as many numbers.</summary>
    TooLong,
}
