using System.Text;
using Impsy.Inference.Performances;

namespace Impsy.Torture;

/// <summary>Reads what an instrument has logged.</summary>
internal static class LogRows
{
    public sealed record Row(LogSource Source, long Microseconds, float[] Controls);

    /// <summary>All rows of all files, which must be whole and right.</summary>
    public static Row[] Read(TestStage stage) => [.. stage.LogLines().Select(Parse)];

    /// <summary>Microseconds from row to row.</summary>
    public static long[] Steps(IEnumerable<Row> rows)
    {
        long[] times = [.. rows.Select(row => row.Microseconds)];
        return [.. times.Skip(1).Zip(times, (after, before) => after - before)];
    }

    public static Row Parse(string line)
    {
        float[] controls = new float[8];
        LogFault fault = LogLine.TryParse(Encoding.UTF8.GetBytes(line), controls, out LogStamp stamp);
        Assert.True(fault == LogFault.None, $"{fault}: {line}");
        return new Row(stamp.Source, stamp.WallMicroseconds, controls);
    }
}
