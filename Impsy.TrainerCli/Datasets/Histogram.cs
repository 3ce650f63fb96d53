using System.Globalization;

namespace Impsy.TrainerCli.Datasets;

/// <summary>Counts in bins, printed as bars of text.</summary>
/// <param name="upper">Upper bounds of all bins but the last, ascending; a bound belongs to the bin above it.</param>
internal sealed class Histogram(params float[] upper)
{
    private const int BarLength = 40;

    private readonly long[] _counts = new long[upper.Length + 1];
    private long _total;

    public void Add(float value)
    {
        int bin = 0;
        while (bin < upper.Length && value >= upper[bin])
            bin++;
        _counts[bin]++;
        _total++;
    }

    /// <summary>A line per bin: its name, its share, and a bar as long as it is to the largest.</summary>
    /// <param name="names">Of the bins.</param>
    public IEnumerable<string> Lines(params string[] names)
    {
        int width = names.Max(name => name.Length);
        long largest = Math.Max(_counts.Max(), 1);
        for (int i = 0; i < _counts.Length; i++)
        {
            double share = _total == 0 ? 0 : 100.0 * _counts[i] / _total;
            string bar = new('#', (int)Math.Ceiling((double)BarLength * _counts[i] / largest));
            yield return string.Create(
                CultureInfo.InvariantCulture, $"  {names[i].PadLeft(width)} {share,5:0.0} %  {bar}").TrimEnd();
        }
    }
}
