using System.Runtime.CompilerServices;

namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>
/// The logarithm of the standard normal's mass between z - h and z + h, and its slopes, in float32 and without
/// cancellation: from bins a millionth of a deviation wide to bins wider than all of it, and out to a million
/// deviations. In passes over arrays, each so short that the compiler still inlines all of it; one pass with
/// everything is four times as slow.
/// </summary>
internal static unsafe class NormalBinKernel<T>
    where T : struct, ISimd<T>
{
    private const float LogRoot2Pi = 0.91893853f;

    private const float DensityAtZero = 0.39894228f;

    /// <summary>Nothing that is taken the logarithm of is smaller, but what is then not used may be.</summary>
    private const float Tiny = 1e-30f;

    /// <summary>The passes' arrays, of count floats each.</summary>
    public const int ScratchArrays = 5;

    /// <param name="z">(count) the middles of the bins; out: their size, not above a million.</param>
    /// <param name="half">(count) h, above 0.</param>
    /// <param name="log">(count) out: ln(mass).</param>
    /// <param name="byCenter">(count) out: its slope along z.</param>
    /// <param name="byLogHalf">(count) out: its slope along ln h.</param>
    /// <param name="scratch">(ScratchArrays * count).</param>
    /// <param name="count">A multiple of 16.</param>
    public static void Log(
        float* z, float* half, float* log, float* byCenter, float* byLogHalf, float* scratch, int count)
    {
        float* tailA = scratch;
        float* tailB = scratch + count;
        float* densityA = scratch + 2 * count;
        float* densityB = scratch + 3 * count;
        float* shrink = scratch + 4 * count;
        // The mass is symmetric in z, its slope is not: byCenter keeps the sign until the last pass.
        for (int j = 0; j < count; j += T.Count)
        {
            T center = T.Load(z + j);
            T.Select(T.IsLess(center, 0), -1, 1).Store(byCenter + j);
            T.Min(T.Abs(center), 1e6f).Store(z + j);
        }
        Tails(z, half, tailA, tailB, count);
        Densities(z, half, densityA, densityB, shrink, count);
        Combine(z, half, scratch, log, byCenter, byLogHalf, count);
    }

    /// <summary>The probability beyond each edge a = z - h and b = z + h, over exp(-a^2/2) and exp(-b^2/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tails(float* z, float* half, float* tailA, float* tailB, int count)
    {
        for (int j = 0; j < count; j += T.Count)
        {
            ScaledTail(T.Abs(T.Load(z + j) - T.Load(half + j))).Store(tailA + j);
            ScaledTail(T.Load(z + j) + T.Load(half + j)).Store(tailB + j);
        }
    }

    /// <param name="shrink">exp(a^2/2 - b^2/2), which is exp(-2zh).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Densities(
        float* z, float* half, float* densityA, float* densityB, float* shrink, int count)
    {
        for (int j = 0; j < count; j += T.Count)
        {
            T center = T.Load(z + j);
            T h = T.Load(half + j);
            SimdMath.Exp((center - h) * (center - h) * -0.5f).Store(densityA + j);
            SimdMath.Exp((center + h) * (center + h) * -0.5f).Store(densityB + j);
            SimdMath.Exp(center * h * -2).Store(shrink + j);
        }
    }

    /// <summary>
    /// The mass is the exponential of the sum of the logarithm of a number and a term in z, in each of three cases:
    /// one logarithm serves all.
    /// </summary>
    /// <param name="scratch">What the passes before have left.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Combine(
        float* zs, float* halves, float* scratch, float* log, float* byCenter, float* byLogHalf, int count)
    {
        for (int j = 0; j < count; j += T.Count, scratch += T.Count)
        {
            T z = T.Load(zs + j);
            T half = T.Load(halves + j);
            // Narrow: the density at z times the width, and the first term of what its curvature adds. Within these
            // limits that is exact to 1e-5; beyond them, the other two cases have digits enough.
            T isNarrow = T.And(T.IsLess(half, 0.1f), T.IsLess(z * half, 0.25f));
            T h2 = half * half;
            T curved = T.Max(T.MultiplyAdd(h2 * (1f / 6), z * z - 1, 1), 0.5f);

            // Zero lies in the bin: one, less the tails beyond both edges. Else the tail beyond a, less that beyond
            // b, both over exp(-a^2/2).
            T a = z - half;
            T holdsZero = T.IsLess(a, 0);
            T tailA = T.Load(scratch), tailB = T.Load(scratch + count);
            T densityA = T.Load(scratch + 2 * count), densityB = T.Load(scratch + 3 * count);
            T shrink = T.Load(scratch + 4 * count);
            T inside = (T)1 - tailA * densityA - tailB * densityB;
            T mass = T.Max(T.Select(holdsZero, inside, tailA - tailB * shrink), Tiny);
            T wideTerm = T.Select(holdsZero, 0, a * a * -0.5f);
            T narrowTerm = z * z * -0.5f - LogRoot2Pi;
            T number = T.Select(isNarrow, T.Max((half + half) * curved, Tiny), mass);
            (SimdMath.Log(number) + T.Select(isNarrow, narrowTerm, wideTerm)).Store(log + j);

            T scale = (T)DensityAtZero / mass;
            T atA = T.Select(holdsZero, densityA, 1) * scale;
            T atB = T.Select(holdsZero, densityB, shrink) * scale;
            T inverse = (T)1 / curved;
            T slope = T.Select(isNarrow, h2 * z * (1f / 3) * inverse - z, atB - atA);
            (slope * T.Load(byCenter + j)).Store(byCenter + j);
            T narrowByHalf = T.MultiplyAdd((curved - 1) * 2, inverse, 1);
            T.Select(isNarrow, narrowByHalf, half * (atA + atB)).Store(byLogHalf + j);
        }
    }

    /// <summary>
    /// The probability above x over exp(-x^2/2); x not negative. A Chebyshev fit of erfc (Numerical Recipes), relative
    /// error below 1.2e-7 everywhere.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ScaledTail(T x)
    {
        T t = (T)1 / T.MultiplyAdd(x, 0.35355339f, 1); // 1 / (1 + x / (2 sqrt 2))
        T p = T.MultiplyAdd(0.17087277f, t, -0.82215223f);
        p = T.MultiplyAdd(p, t, 1.48851587f);
        p = T.MultiplyAdd(p, t, -1.13520398f);
        p = T.MultiplyAdd(p, t, 0.27886807f);
        p = T.MultiplyAdd(p, t, -0.18628806f);
        p = T.MultiplyAdd(p, t, 0.09678418f);
        p = T.MultiplyAdd(p, t, 0.37409196f);
        p = T.MultiplyAdd(p, t, 1.00002368f);
        p = T.MultiplyAdd(p, t, -1.26551223f);
        return t * 0.5f * SimdMath.Exp(p);
    }
}
