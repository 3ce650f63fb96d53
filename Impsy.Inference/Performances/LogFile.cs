namespace Impsy.Inference.Performances;

/// <summary>One log, read in the constructor.</summary>
internal sealed class LogFile
{
    private const int SomeRows = 64;

    private static readonly int s_faults = Enum.GetValues<LogFault>().Length;

    private readonly string _name;
    private readonly long[] _rows = new long[s_faults];      // not used, by fault
    private readonly long[] _firstLine = new long[s_faults];

    public LogFile(string path, int dimension, LogReadOptions options)
    {
        _name = Path.GetFileName(path);
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        LogStream lines = new(file);
        TakeBuilder builder = new(_name, dimension, options.GapSeconds, RowsToCome);
        float[] controls = new float[dimension - 1];
        while (lines.TryRead(out ReadOnlySpan<byte> line, out LogFault fault))
        {
            if (fault == LogFault.None)
            {
                if (line.Trim(" \t\r"u8).IsEmpty)
                    continue;
                fault = Add(line, controls, builder, options.Predictions);
            }
            if (fault != LogFault.None && _rows[(int)fault]++ == 0)
                _firstLine[(int)fault] = lines.Number;
        }
        Takes = builder.Finish();
        Gaps = builder.Gaps;

        // By the length of the lines so far, and a little over; nobody knows how much a pipe has still to give.
        long RowsToCome()
        {
            long bytes = file.CanSeek ? file.Length - lines.Position : 0;
            return (long)(1.03 * bytes * lines.Number / Math.Max(lines.Position, 1)) + SomeRows;
        }
    }

    public IReadOnlyList<Take> Takes { get; }

    public long InterfaceRows { get; private set; }

    public long RnnRows { get; private set; }

    public long Gaps { get; }

    public IEnumerable<LogProblem> Problems =>
        from fault in Enum.GetValues<LogFault>()
        where _rows[(int)fault] > 0
        select new LogProblem(_name, fault, _rows[(int)fault], _firstLine[(int)fault]);

    private LogFault Add(ReadOnlySpan<byte> line, float[] controls, TakeBuilder builder, bool predictions)
    {
        LogFault fault = LogLine.TryParse(line, controls, out LogStamp stamp);
        if (fault != LogFault.None)
            return fault;
        if (stamp.Source == LogSource.Interface)
            InterfaceRows++;
        else
            RnnRows++;
        return stamp.Source == LogSource.Interface || predictions
            ? builder.Add(stamp.WallMicroseconds, controls)
            : LogFault.None;
    }
}
