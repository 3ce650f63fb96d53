using System.Globalization;

namespace Impsy.Benchmarks.Reporting;

/// <summary>Numbers as a reader wants them: three significant digits, and always the same unit in a column.</summary>
internal static class Figures
{
    public static string Microseconds(long nanoseconds) => Short(nanoseconds / 1e3);

    public static string Milliseconds(long nanoseconds) => Short(nanoseconds / 1e6);

    public static string Megabytes(long bytes) => Short(bytes / 1e6);

    /// <summary>Three significant digits, and never an exponent.</summary>
    public static string Short(double value)
    {
        double size = Math.Abs(value);
        string format = size >= 99.95 || size == 0 ? "0" : size >= 9.995 ? "0.0" : size >= 0.9995 ? "0.00" : "0.000";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>"p50 0.05, p99 0.1, max 0.4 ms".</summary>
    public static string MillisecondSummary(Samples samples) =>
        $"p50 {Milliseconds(samples.Percentile(0.5))}, p99 {Milliseconds(samples.Percentile(0.99))}, "
        + $"max {Milliseconds(samples.Max)} ms";
}
