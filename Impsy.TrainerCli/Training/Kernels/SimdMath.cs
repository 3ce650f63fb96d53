using System.Runtime.CompilerServices;

namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>
/// exp, log, sigmoid and tanh of whole registers. Training spends a fifth of its time in them, and the library's
/// take one number at a time. Polynomials of Cephes (exp, log) and Eigen (tanh); errors against the exact value are
/// those that the tests allow: 3e-7 of the result.
/// </summary>
internal static class SimdMath
{
    public const int MantissaBits = 23;
    public const int MantissaMask = 0x007FFFFF;
    public const int ExponentOfOne = 127;
    public const int BitsOfOne = ExponentOfOne << MantissaBits;

    /// <summary>1.5 * 2^23: a small number plus this has its nearest whole number in its last bits.</summary>
    public const float Shifter = 12582912;

    private const float Log2OfE = 1.44269504f;

    /// <summary>ln 2 in two parts, the first so short that whole multiples of it are exact.</summary>
    private const float Ln2High = 0.693359375f;

    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>Beyond -87.3 and 88.3, where float32 has no normal result, that of the limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<T>(T x)
        where T : struct, ISimd<T>
    {
        x = T.Min(T.Max(x, -87.3f), 88.3f);
        T shifted = T.MultiplyAdd(x, Log2OfE, Shifter);
        T n = shifted - Shifter;
        T r = T.MultiplyAdd(n, -Ln2High, x);
        r = T.MultiplyAdd(n, -Ln2Low, r);
        T p = T.MultiplyAdd(1.9875691500e-4f, r, 1.3981999507e-3f);
        p = T.MultiplyAdd(p, r, 8.3334519073e-3f);
        p = T.MultiplyAdd(p, r, 4.1665795894e-2f);
        p = T.MultiplyAdd(p, r, 1.6666665459e-1f);
        p = T.MultiplyAdd(p, r, 5.0000001201e-1f);
        p = T.MultiplyAdd(p, r * r, r + 1);
        return p * T.PowerOfTwo(shifted);
    }

    /// <param name="x">Positive and normal; of anything else the result is no logarithm.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Log<T>(T x)
        where T : struct, ISimd<T>
    {
        T e = T.Exponent(x);
        T m = T.Mantissa(x);
        T isBig = T.IsLess(1.41421356f, m);
        m = T.Select(isBig, m * 0.5f, m);
        e = T.Select(isBig, e + 1, e);
        T f = m - 1;
        T square = f * f;
        T p = T.MultiplyAdd(7.0376836292e-2f, f, -1.1514610310e-1f);
        p = T.MultiplyAdd(p, f, 1.1676998740e-1f);
        p = T.MultiplyAdd(p, f, -1.2420140846e-1f);
        p = T.MultiplyAdd(p, f, 1.4249322787e-1f);
        p = T.MultiplyAdd(p, f, -1.6668057665e-1f);
        p = T.MultiplyAdd(p, f, 2.0000714765e-1f);
        p = T.MultiplyAdd(p, f, -2.4999993993e-1f);
        p = T.MultiplyAdd(p, f, 3.3333331174e-1f);
        p = p * f * square;
        p = T.MultiplyAdd(e, Ln2Low, p);
        p = T.MultiplyAdd(square, -0.5f, p);
        return T.MultiplyAdd(e, Ln2High, f + p);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sigmoid<T>(T x)
        where T : struct, ISimd<T> => (T)1 / ((T)1 + Exp((T)0 - x));

    /// <summary>A ratio of odd and even polynomials: exact near 0, and beyond 7.9 as near to 1 as float32 gets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Tanh<T>(T x)
        where T : struct, ISimd<T>
    {
        x = T.Min(T.Max(x, -7.90531110763549805f), 7.90531110763549805f);
        T square = x * x;
        T p = T.MultiplyAdd(-2.76076847742355e-16f, square, 2.00018790482477e-13f);
        p = T.MultiplyAdd(p, square, -8.60467152213735e-11f);
        p = T.MultiplyAdd(p, square, 5.12229709037114e-8f);
        p = T.MultiplyAdd(p, square, 1.48572235717979e-5f);
        p = T.MultiplyAdd(p, square, 6.37261928875436e-4f);
        p = T.MultiplyAdd(p, square, 4.89352455891786e-3f);
        T q = T.MultiplyAdd(1.19825839466702e-6f, square, 1.18534705686654e-4f);
        q = T.MultiplyAdd(q, square, 2.26843463243900e-3f);
        q = T.MultiplyAdd(q, square, 4.89352518554385e-3f);
        return p * x / q;
    }
}
