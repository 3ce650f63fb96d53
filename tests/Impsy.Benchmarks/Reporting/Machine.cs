using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Impsy.Benchmarks.Reporting;

/// <summary>Where and when figures were taken, without which they say nothing.</summary>
internal static class Machine
{
    /// <param name="commit">Of the sources that were measured.</param>
    public static string Describe(string commit)
    {
        string date = DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        double gibibytes = MemoryKilobytes() / 1024.0 / 1024.0;
        string compiled = RuntimeFeature.IsDynamicCodeSupported ? "JIT" : "native AOT";
        return $"""
            Machine: {Processor()}, {Environment.ProcessorCount} cores, {Figures.Short(gibibytes)} GiB
            ({RuntimeInformation.OSArchitecture}), kernel {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()},
            load {LoadAverage()} before the start. Date: {date} UTC. Commit: {commit}.
            Compiled by: {RuntimeInformation.FrameworkDescription}, {compiled}.

            """;
    }

    /// <summary>Of the last minute: figures taken beside other work are not to be trusted.</summary>
    public static string LoadAverage() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static string Processor()
    {
        const string BoardModel = "/proc/device-tree/model"; // on a Raspberry Pi; ends with a zero
        if (File.Exists(BoardModel))
            return File.ReadAllText(BoardModel).TrimEnd('\0');
        string? line = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
        return line is null ? "unknown processor" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    private static long MemoryKilobytes()
    {
        string line = File.ReadLines("/proc/meminfo").First(l => l.StartsWith("MemTotal", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
