using System.Globalization;

namespace Impsy.Benchmarks.Soaking;

/// <summary>A soak as a person reads it.</summary>
internal static class SoakReport
{
    /// <summary>One line while it runs.</summary>
    public static string Line(SoakReading reading) => string.Create(
        CultureInfo.InvariantCulture,
        $"{reading.Seconds,6:0} s  {reading.Process.ResidentBytes / 1e6:0.00} MB  {reading.Process.Descriptors} fds  "
        + $"{reading.Process.Threads} threads  {reading.Status.Collections} collections  "
        + $"{reading.Status.Inputs} inputs  {reading.Status.Predictions} predictions  "
        + $"{reading.Status.Late} late, max {reading.Status.LateMax:0.00} ms  {reading.Status.Mode}");
}
