using System.Diagnostics;
using System.Runtime.CompilerServices;
using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Training.Benchmarks;

/// <summary>What this machine could do at most: multiply-adds in registers and nothing else.</summary>
internal static class FmaPeak
{
    private const int Repetitions = 100_000;
    private const int Sums = 12;

    /// <returns>10^9 floating-point operations per second, all threads together; the best of a quarter second.</returns>
    public static double Measure(WorkerTeam team) => KernelChoice.Uses512
        ? Measure<Simd512>(team)
        : Simd256.IsSupported
            ? Measure<Simd256>(team)
            : Measure<Simd128>(team);

    private static double Measure<T>(WorkerTeam team)
        where T : struct, ISimd<T>
    {
        float[] results = new float[team.Threads];
        double best = 0;
        Stopwatch all = Stopwatch.StartNew();
        while (all.ElapsedMilliseconds < 250)
        {
            Stopwatch watch = Stopwatch.StartNew();
            team.Run(team.Threads, index => results[index] = Burn<T>(Repetitions));
            double operations = 2.0 * T.Count * Sums * Repetitions * team.Threads;
            best = Math.Max(best, operations / watch.Elapsed.TotalSeconds / 1e9);
        }
        return best;
    }

    /// <summary>
    /// 12 independent sums: more than hide the latency of two units, and no more than fit into 16 registers beside the
    /// factors, or narrow registers would seem half as fast as they are.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Burn<T>(int repetitions)
        where T : struct, ISimd<T>
    {
        T a = 0.5f, b = 1.5f;
        T s0 = 0, s1 = 1, s2 = 2, s3 = 3, s4 = 4, s5 = 5;
        T t0 = 0, t1 = 1, t2 = 2, t3 = 3, t4 = 4, t5 = 5;
        for (int i = 0; i < repetitions; i++)
        {
            (s0, t0) = (T.MultiplyAdd(s0, a, b), T.MultiplyAdd(t0, a, b));
            (s1, t1) = (T.MultiplyAdd(s1, a, b), T.MultiplyAdd(t1, a, b));
            (s2, t2) = (T.MultiplyAdd(s2, a, b), T.MultiplyAdd(t2, a, b));
            (s3, t3) = (T.MultiplyAdd(s3, a, b), T.MultiplyAdd(t3, a, b));
            (s4, t4) = (T.MultiplyAdd(s4, a, b), T.MultiplyAdd(t4, a, b));
            (s5, t5) = (T.MultiplyAdd(s5, a, b), T.MultiplyAdd(t5, a, b));
        }
        return T.Sum(s0 + s1 + s2 + s3 + s4 + s5 + t0 + t1 + t2 + t3 + t4 + t5);
    }
}
