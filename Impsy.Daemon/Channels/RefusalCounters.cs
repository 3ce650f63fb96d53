namespace Impsy.Daemon.Channels;

/// <summary>Counts refusals by kind. One thread counts, any thread reads.</summary>
internal sealed class RefusalCounters
{
    private static readonly OscRefusal[] s_kinds = Enum.GetValues<OscRefusal>();
    private readonly long[] _counts = new long[s_kinds.Length];

    public long this[OscRefusal kind] => Volatile.Read(ref _counts[(int)kind]);

    public long Total
    {
        get
        {
            long total = 0;
            foreach (OscRefusal kind in s_kinds)
                total += this[kind];
            return total;
        }
    }

    public void Count(OscRefusal kind) => Volatile.Write(ref _counts[(int)kind], _counts[(int)kind] + 1);

    /// <summary>The kinds that happened, e.g. "WrongLength 3, NotFinite 1".</summary>
    public override string ToString() =>
        string.Join(", ", s_kinds.Where(kind => this[kind] > 0).Select(kind => $"{kind} {this[kind]}"));
}
