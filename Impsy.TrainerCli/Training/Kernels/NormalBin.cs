using System.Runtime.CompilerServices;

namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>
/// The logarithm of the standard normal's mass between z - h and z + h, and its slopes, in float32 and without
/// cancellation: from bins a millionth of a deviation wide to bins wider than all of it, and out to a million
/// deviations.
/// </summary>
internal static class NormalBin
{
    private const float LogRoot2Pi = 0.91893853f;

    /// <summary>exp beyond this is no float32 any more; no slope that matters comes near.</summary>
    private const float LargestExponent = 80;

    /// <param name="center">z.</param>
    /// <param name="half">h, above 0.</param>
    /// <param name="log">ln(mass).</param>
    /// <param name="byCenter">Its slope along z.</param>
    /// <param name="byLogHalf">Its slope along ln h.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Log<T>(T center, T half, out T log, out T byCenter, out T byLogHalf)
        where T : struct, ISimd<T>
    {
        T z = T.Min(T.Abs(center), 1e6f); // the mass is symmetric in z
        Wide(z, half, out T wideLog, out T wideByCenter, out T wideByHalf);
        Narrow(z, half, out T narrowLog, out T narrowByCenter, out T narrowByHalf);
        // Below these the series of Narrow is exact to float32, and Wide begins to lose digits.
        T isNarrow = T.And(T.IsLess(half, 0.1f), T.IsLess(z * half, 0.25f));
        log = T.Select(isNarrow, narrowLog, wideLog);
        T slope = T.Select(isNarrow, narrowByCenter, wideByCenter);
        byCenter = T.Select(T.IsLess(center, 0), (T)0 - slope, slope);
        byLogHalf = T.Select(isNarrow, narrowByHalf, wideByHalf);
    }

    /// <summary>The density at z times the width, and the first term of what its curvature adds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Narrow<T>(T z, T half, out T log, out T byCenter, out T byLogHalf)
        where T : struct, ISimd<T>
    {
        T h2 = half * half;
        T z2 = z * z;
        // At least a half wherever Narrow is used; beyond, it must only stay a number.
        T curved = T.Max(T.MultiplyAdd(h2 * (1f / 6), z2 - 1, 1), 0.5f);
        T inverse = (T)1 / curved;
        log = SimdMath.Log(half + half) - z2 * 0.5f - LogRoot2Pi + SimdMath.Log(curved);
        byCenter = h2 * z * (1f / 3) * inverse - z;
        byLogHalf = T.MultiplyAdd((curved - 1) * 2, inverse, 1);
    }

    /// <summary>By the tails beyond both edges, a = z - h and b = z + h.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Wide<T>(T z, T half, out T log, out T byCenter, out T byLogHalf)
        where T : struct, ISimd<T>
    {
        T a = z - half;
        T b = z + half;
        T scaledA = ScaledLogTail(T.Abs(a));
        T scaledB = ScaledLogTail(b);
        T squareA = a * a * 0.5f;
        T squareB = b * b * 0.5f;
        T holdsZero = T.IsLess(a, 0); // then zero lies in the bin, and the mass is one minus both tails
        T logInside = SimdMath.Log(
            T.Max((T)1 - SimdMath.Exp(scaledA - squareA) - SimdMath.Exp(scaledB - squareB), 1e-30f));
        // The tail beyond a, less the share of it that lies beyond b; b^2/2 - a^2/2 is 2zh.
        T twice = (z + z) * half;
        T remaining = SimdMath.Log((T)1 - SimdMath.Exp(T.Min(scaledB - scaledA - twice, -1e-6f)));
        log = T.Select(holdsZero, logInside, scaledA - squareA + remaining);
        T densityA = T.Select(
            holdsZero,
            SimdMath.Exp(T.Min((T)0 - squareA - LogRoot2Pi - logInside, LargestExponent)),
            SimdMath.Exp(T.Min((T)0 - scaledA - LogRoot2Pi - remaining, LargestExponent))); // a^2/2 cancels out
        T densityB = T.Select(
            holdsZero,
            SimdMath.Exp(T.Min((T)0 - squareB - LogRoot2Pi - logInside, LargestExponent)),
            densityA * SimdMath.Exp((T)0 - twice));
        byCenter = densityB - densityA;
        byLogHalf = half * (densityA + densityB);
    }

    /// <summary>
    /// ln of the probability above x, plus x^2/2; x not negative. A Chebyshev fit of erfc (Numerical Recipes),
    /// relative error of the tail below 1.2e-7 everywhere.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ScaledLogTail<T>(T x)
        where T : struct, ISimd<T>
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
        return p + SimdMath.Log(t) - 0.69314718f;
    }
}
