using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Impsy.Benchmarks.Reporting;

/// <summary>
/// Where and when figures were taken, without which they say nothing. Make one before measuring, and let it describe
/// afterwards: what else went on meanwhile belongs to it.
/// </summary>
internal sealed class Machine
{
    private readonly string _load = File.ReadAllText("/proc/loadavg").Split(' ')[0]; // of the minute before
    private readonly (long All, long Stolen) _before = ReadTicks();

    /// <param name="commit">Of the sources that were measured.</param>
    public string Describe(string commit)
    {
        (long all, long stolen) = ReadTicks();
        double share = (stolen - _before.Stolen) / (double)Math.Max(1, all - _before.All);
        string date = DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        double gibibytes = MemoryKilobytes() / 1024.0 / 1024.0;
        string compiled = RuntimeFeature.IsDynamicCodeSupported ? "JIT" : "native AOT";
        return $"""
            Machine: {Processor()}, {Environment.ProcessorCount} cores, {Figures.Short(gibibytes)} GiB
            ({RuntimeInformation.OSArchitecture}), kernel {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()},
            load {_load} before the start, {Figures.Short(100 * share)} % of the time taken by a hypervisor meanwhile.
            Date: {date} UTC. Commit: {commit}. Compiled by: {RuntimeInformation.FrameworkDescription}, {compiled}.

            """;
    }

    /// <summary>Ticks of all processors together: user, nice, system, idle, iowait, irq, softirq, steal.</summary>
    private static (long All, long Stolen) ReadTicks()
    {
        string[] fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        long[] ticks = [.. fields[1..9].Select(field => long.Parse(field, CultureInfo.InvariantCulture))];
        return (ticks.Sum(), ticks[7]);
    }

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
