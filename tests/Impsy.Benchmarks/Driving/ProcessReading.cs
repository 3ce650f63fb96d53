using System.Globalization;

namespace Impsy.Benchmarks.Driving;

/// <summary>What the kernel says of a process at one moment (/proc).</summary>
/// <param name="ResidentBytes">In memory, shared libraries included.</param>
/// <param name="Descriptors">Open files, sockets, timers.</param>
/// <param name="CpuSeconds">Used since its start by all threads, in steps of 0.01.</param>
internal sealed record ProcessReading(long ResidentBytes, int Descriptors, int Threads, double CpuSeconds)
{
    private const double TicksPerSecond = 100; // USER_HZ, which is 100 on every Linux that we know

    /// <exception cref="IOException">It has ended.</exception>
    public static ProcessReading Of(int processId)
    {
        string folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}");
        string[] status = File.ReadAllLines(Path.Combine(folder, "status"));
        // The second field is the name in brackets, and may hold anything; utime and stime are the 14th and the 15th.
        string stat = File.ReadAllText(Path.Combine(folder, "stat"));
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        double ticks = Number(fields[11]) + Number(fields[12]);
        return new ProcessReading(
            1024 * Field(status, "VmRSS:"),
            Directory.GetFileSystemEntries(Path.Combine(folder, "fd")).Length,
            (int)Field(status, "Threads:"),
            ticks / TicksPerSecond);
    }

    private static long Field(string[] status, string name)
    {
        string line = status.First(l => l.StartsWith(name, StringComparison.Ordinal));
        return Number(line[name.Length..].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[0]);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
