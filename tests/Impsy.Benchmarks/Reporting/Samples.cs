namespace Impsy.Benchmarks.Reporting;

/// <summary>Times that were measured, all of them kept: what is rare counts here. One thread.</summary>
/// <param name="capacity">Room made beforehand, so that measuring allocates nothing.</param>
internal sealed class Samples(int capacity)
{
    private readonly List<long> _nanoseconds = new(capacity);
    private bool _sorted = true;

    public int Count => _nanoseconds.Count;

    public void Add(long nanoseconds)
    {
        _nanoseconds.Add(nanoseconds);
        _sorted = false;
    }

    /// <summary>Nanoseconds that a share of the samples did not exceed; 0 without samples.</summary>
    /// <param name="share">Above 0 and up to 1: 0.5 is the median, 1 the largest.</param>
    public long Percentile(double share)
    {
        if (_nanoseconds.Count == 0)
            return 0;
        if (!_sorted)
            _nanoseconds.Sort();
        _sorted = true;
        return _nanoseconds[Math.Max(0, (int)Math.Ceiling(share * _nanoseconds.Count) - 1)];
    }

    public long Max => Percentile(1);
}
