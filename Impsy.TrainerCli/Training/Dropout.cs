namespace Impsy.TrainerCli.Training;

/// <summary>Multiplies a share of values by zero, and the others by so much that the mean stays.</summary>
internal static class Dropout
{
    private const int Levels = 1 << 16;

    /// <param name="mask">Out; a multiple of 4 long.</param>
    /// <param name="rate">0..0.9; rounded to 16 bits, four of which come out of one random number.</param>
    public static void Fill(Span<float> mask, float rate, ref TrainingRandom random)
    {
        uint kept = (uint)MathF.Round((1 - rate) * Levels);
        ReadOnlySpan<float> factors = [0, (float)Levels / kept];
        for (int i = 0; i < mask.Length; i += 4)
        {
            ulong bits = random.NextBits();
            Span<float> four = mask.Slice(i, 4);
            for (int j = 0; j < 4; j++)
            {
                // Looked up, because a branch that goes the other way one time in ten costs more.
                four[j] = factors[(ushort)bits < kept ? 1 : 0];
                bits >>= 16;
            }
        }
    }
}
