using System.Globalization;

namespace Impsy.Inference.Performances;

/// <summary>
/// The name of a log, <c>2019-01-17T12-37-38-9d-mdrnn.log</c>, which sorts by time and tells its dimension.
/// </summary>
/// <param name="Start">Civil time, whole seconds.</param>
/// <param name="Dimension">Values per event including the time delta: 2..65.</param>
public readonly record struct LogFileName(DateTime Start, int Dimension)
{
    public const int LeastDimension = 2;
    public const int MostDimension = LogLine.MostControls + 1;

    private const string TimePattern = "yyyy-MM-ddTHH-mm-ss";
    private const string Ending = "d-mdrnn.log";

    /// <summary>What every log of a dimension ends with, whatever its owner calls it.</summary>
    public static string Suffix(int dimension) => string.Create(CultureInfo.InvariantCulture, $"-{dimension}{Ending}");

    public override string ToString() => Start.ToString(TimePattern, CultureInfo.InvariantCulture) + Suffix(Dimension);

    /// <summary>Accepts exactly what <see cref="ToString"/> gives.</summary>
    /// <param name="name">Without folder.</param>
    public static bool TryParse(ReadOnlySpan<char> name, out LogFileName parsed)
    {
        parsed = default;
        if (name.Length <= TimePattern.Length || !name.EndsWith(Ending, StringComparison.Ordinal)
            || !DateTime.TryParseExact(name[..TimePattern.Length], TimePattern, CultureInfo.InvariantCulture,
                DateTimeStyles.None, out DateTime start))
            return false;
        if (name[TimePattern.Length] != '-')
            return false;
        ReadOnlySpan<char> digits = name[(TimePattern.Length + 1)..^Ending.Length];
        if (digits is not [>= '1' and <= '9', ..]
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int dimension)
            || dimension is < LeastDimension or > MostDimension)
            return false;
        parsed = new LogFileName(start, dimension);
        return true;
    }
}
