using System.Runtime.Intrinsics;

namespace Impsy.TrainerCli.Training;

/// <summary>Multiplies a share of values by zero, and the others by so much that the mean stays.</summary>
internal static class Dropout
{
    private const int Levels = 1 << 16;

    /// <param name="mask">Out; a multiple of 16 long.</param>
    /// <param name="rate">0..0.9; rounded to 16 bits, four of which come out of one random number.</param>
    public static void Fill(Span<float> mask, float rate, ref TrainingRandom random)
    {
        uint kept = (uint)MathF.Round((1 - rate) * Levels);
        Vector256<ushort> last = Vector256.Create((ushort)(kept - 1));
        Vector256<int> factor = Vector256.Create((float)Levels / kept).AsInt32();
        for (int i = 0; i < mask.Length; i += Vector256<ushort>.Count)
        {
            Vector256<ushort> drawn = Vector256.Create(
                random.NextBits(), random.NextBits(), random.NextBits(), random.NextBits()).AsUInt16();
            Vector256<short> isKept = Vector256.LessThanOrEqual(drawn, last).AsInt16();
            (Vector256<int> lower, Vector256<int> upper) = Vector256.Widen(isKept); // all bits, or none
            Span<float> sixteen = mask.Slice(i, Vector256<ushort>.Count);
            (lower & factor).AsSingle().CopyTo(sixteen);
            (upper & factor).AsSingle().CopyTo(sixteen[Vector256<float>.Count..]);
        }
    }
}
