using System.Diagnostics;
using System.Globalization;

namespace Impsy.Torture.Fuzz;

/// <summary>
/// Rounds of a fuzz, shared among the cores. The seed is fixed unless IMPSY_TORTURE_SEED says otherwise, and a failure
/// tells the seed, so that every failure can be had again.
/// </summary>
internal static class FuzzRun
{
    public const int Rounds = 1_000_000;

    public static int Seed { get; } = int.Parse(
        Environment.GetEnvironmentVariable("IMPSY_TORTURE_SEED") ?? "20260110", CultureInfo.InvariantCulture);

    /// <param name="work">
    /// Is given a random source of its own and how many rounds it is to make; returns what it counted. One call per
    /// share; two shares always, so that the same seed makes the same rounds on any machine.
    /// </param>
    public static long Share(string what, Func<Random, int, long> work)
    {
        const int Shares = 2;
        Stopwatch watch = Stopwatch.StartNew();
        long[] counts = new long[Shares];
        Exception?[] failures = new Exception?[Shares];
        Thread[] threads = [.. Enumerable.Range(0, Shares).Select(share => new Thread(() =>
        {
            try
            {
                counts[share] = work(new Random(Seed + share), Rounds / Shares);
            }
            catch (Exception failure) // carried over to the test's own thread
            {
                failures[share] = failure;
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        if (Array.Find(failures, failure => failure is not null) is { } first)
            throw new InvalidOperationException($"with IMPSY_TORTURE_SEED={Seed}: {first.Message}", first);
        Figures.Tell($"fuzz, {what}: {Rounds} in {watch.Elapsed.TotalSeconds:0.0} s, seed {Seed}");
        return counts.Sum();
    }
}
