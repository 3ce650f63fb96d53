using System.Numerics;

namespace Impsy.Benchmarks.Predictions;

/// <summary>
/// e to the power of each element, to about the precision of a float. Measured in native code: Vector.Exp takes several
/// times as long, which would make the yardstick too short.
/// </summary>
internal static class Exponential
{
    private const float Largest = 88;            // e^88 is still a float, 2^127 a power of two that can be composed
    private const float Log2E = 1.44269504f;
    private const float Ln2Upper = 0.693359375f; // ln 2 in two parts; with few digits the first product is exact
    private const float Ln2Lower = -2.12194440e-4f;
    private const int MantissaBits = 23;
    private const int ExponentBias = 127;

    /// <summary>x = n ln 2 + r with |r| at most ln 2 / 2; e^r is its series, 2^n is composed from bits.</summary>
    /// <param name="x">Clipped to -87..88.</param>
    public static Vector<float> Of(Vector<float> x)
    {
        Vector<float> within = Vector.Min(Vector.Max(x, new Vector<float>(1 - Largest)), new Vector<float>(Largest));
        Vector<float> n = Vector.Floor(within * Log2E + new Vector<float>(0.5f));
        Vector<float> r = Vector.FusedMultiplyAdd(n, new Vector<float>(-Ln2Upper), within);
        r = Vector.FusedMultiplyAdd(n, new Vector<float>(-Ln2Lower), r);
        Vector<float> sum = new(1 / 5040f);
        sum = Vector.FusedMultiplyAdd(sum, r, new Vector<float>(1 / 720f));
        sum = Vector.FusedMultiplyAdd(sum, r, new Vector<float>(1 / 120f));
        sum = Vector.FusedMultiplyAdd(sum, r, new Vector<float>(1 / 24f));
        sum = Vector.FusedMultiplyAdd(sum, r, new Vector<float>(1 / 6f));
        sum = Vector.FusedMultiplyAdd(sum, r, new Vector<float>(0.5f));
        sum = Vector.FusedMultiplyAdd(sum, r, Vector<float>.One);
        sum = Vector.FusedMultiplyAdd(sum, r, Vector<float>.One);
        Vector<int> exponent = Vector.ConvertToInt32(n) + new Vector<int>(ExponentBias);
        return sum * Vector.AsVectorSingle(Vector.ShiftLeft(exponent, MantissaBits));
    }
}
