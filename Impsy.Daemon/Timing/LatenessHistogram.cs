using System.Numerics;

namespace Impsy.Daemon.Timing;

/// <summary>
/// How late events were played: counts in buckets that are at most 1/16 wide relative to their value. The performance
/// thread records; any thread reads, and may see the newest event in one count and not yet in another.
/// </summary>
internal sealed class LatenessHistogram
{
    /// <summary>Nanoseconds from which on an event counts as late: what players begin to feel as jitter in a roll.</summary>
    public const long LateLimit = 1_000_000;

    private const int SubBits = 4;
    private const int SubBuckets = 1 << SubBits;

    private readonly long[] _counts = new long[(64 - SubBits) * SubBuckets];
    private long _total;
    private long _late;
    private long _max;

    public long Total => Volatile.Read(ref _total);

    /// <summary>Events later than <see cref="LateLimit"/>.</summary>
    public long Late => Volatile.Read(ref _late);

    /// <summary>The worst, in nanoseconds.</summary>
    public long Max => Volatile.Read(ref _max);

    /// <param name="lateness">Nanoseconds; a negative one counts as 0.</param>
    public void Record(long lateness)
    {
        long value = Math.Max(0, lateness);
        _counts[Bucket(value)]++;
        Volatile.Write(ref _total, _total + 1);
        if (value > LateLimit)
            Volatile.Write(ref _late, _late + 1);
        if (value > _max)
            Volatile.Write(ref _max, value);
    }

    /// <summary>The lateness that a share of the events did not exceed, at most 1/16 too high; 0 without events.</summary>
    /// <param name="share">Above 0 and up to 1: 0.5 is the median.</param>
    public long Percentile(double share)
    {
        long wanted = (long)Math.Ceiling(share * Total);
        long seen = 0;
        for (int bucket = 0; wanted > 0 && bucket < _counts.Length; bucket++)
        {
            seen += Volatile.Read(ref _counts[bucket]);
            if (seen >= wanted)
                return Math.Min(UpperBound(bucket), Max);
        }
        return 0;
    }

    // Values below 16 have a bucket each; above, the four bits after the leading one choose among 16 per octave.
    private static int Bucket(long value)
    {
        if (value < SubBuckets)
            return (int)value;
        int shift = BitOperations.Log2((ulong)value) - SubBits;
        return (shift << SubBits) + (int)(value >> shift);
    }

    private static long UpperBound(int bucket)
    {
        if (bucket < 2 * SubBuckets)
            return bucket;
        int shift = (bucket >> SubBits) - 1;
        return ((long)(SubBuckets + (bucket & (SubBuckets - 1)) + 1) << shift) - 1;
    }
}
