namespace Impsy.TrainerCli.Training;

/// <summary>
/// Random numbers by SplitMix64 (Steele, Lea and Flood). A stream is named by what it is for, so that each update and
/// each sequence has one of its own: threads share nothing, and a resumed training draws what the first would have.
/// </summary>
internal struct TrainingRandom
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <param name="purpose">What is drawn.</param>
    /// <param name="index">For which one: an update, a pass.</param>
    /// <param name="part">Of it: a sequence, a shard.</param>
    public TrainingRandom(long seed, RandomPurpose purpose, long index, long part)
    {
        ulong state = Mix((ulong)seed + GoldenGamma * ((ulong)purpose + 1));
        state = Mix(state ^ (ulong)index);
        _state = Mix(state + GoldenGamma * (ulong)part);
    }

    public ulong NextBits()
    {
        _state += GoldenGamma;
        return Mix(_state);
    }

    /// <summary>In [0, 1), 24 bits.</summary>
    public float NextFloat() => (NextBits() >> 40) * (1f / (1 << 24));

    /// <summary>In [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1L << 53));

    /// <summary>In 0..count-1. The bias of the product is below 2^-32 for any count here.</summary>
    public int Next(int count) => (int)((NextBits() >> 32) * (ulong)count >> 32);

    /// <summary>A standard normal (Box and Muller; the second of the pair is thrown away).</summary>
    public double NextNormal() =>
        Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    private static ulong Mix(ulong z)
    {
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }
}
