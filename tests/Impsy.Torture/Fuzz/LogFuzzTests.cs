using System.Text;
using Impsy.Inference.Performances;

namespace Impsy.Torture.Fuzz;

public class LogFuzzTests
{
    private const int Controls = 8;
    private const int RowsPerFile = 500;

    private static readonly byte[] s_meaningful =
        [.. ",.-+:T 0123456789eEinfarNu\n\r\t_"u8, 0x00, 0x7F, 0x80, 0xC3, 0xFF];

    private static readonly byte[][] s_rows =
    [
        .. new[]
        {
            "2019-01-17T12:37:38.109979,interface,0.3359375,0.296875,0,1,0.5,0.25,0.125,1e-05\n",
            "2024-02-29T23:59:59,rnn,0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8\n",
            "9999-12-31T23:59:59.999999,interface,1,1,1,1,1,1,1,1\r\n",
            "0001-01-01T00:00:00.5,rnn,-1.17549435E-38,3.4028235E+38,0,0,0,0,0,0\n",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    [Fact]
    public void A_million_damaged_rows_are_read_or_refused_and_what_is_read_can_be_written_and_read_again()
    {
        long read = FuzzRun.Share("log rows", ReadRows);
        Assert.InRange(read, FuzzRun.Rounds / 20, FuzzRun.Rounds * 19 / 20);
    }

    /// <summary>The same damage as whole files: lines without end, half lines, clocks that run backward.</summary>
    [Fact]
    public void A_million_damaged_rows_in_files_are_all_accounted_for()
    {
        long used = FuzzRun.Share("log files", ReadFiles);
        Assert.InRange(used, FuzzRun.Rounds / 20, FuzzRun.Rounds * 19 / 20);
    }

    private static long ReadRows(Random random, int rounds)
    {
        Mutation mutation = new(random, s_meaningful);
        byte[] buffer = new byte[1024];
        byte[] text = new byte[LogLine.MaxLength];
        float[] controls = new float[Controls];
        float[] again = new float[Controls];
        long read = 0;
        for (int round = 0; round < rounds; round++)
        {
            ReadOnlySpan<byte> row = mutation.Of(s_rows[random.Next(s_rows.Length)], buffer);
            try
            {
                if (LogLine.TryParse(row, controls, out LogStamp stamp) != LogFault.None)
                    continue;
                read++;
                bool same = LogLine.TryFormat(text, stamp.WallMicroseconds, stamp.Source, controls, out int length)
                    && LogLine.TryParse(text.AsSpan(0, length), again, out LogStamp stampAgain) == LogFault.None
                    && stamp == stampAgain && controls.AsSpan().SequenceEqual(again);
                if (!same)
                    throw new InvalidOperationException("it does not survive being written and read");
            }
            catch (Exception failure) // any at all: the row is what is worth knowing
            {
                throw new InvalidOperationException($"round {round}: {Convert.ToHexString(row)}", failure);
            }
        }
        return read;
    }

    private static long ReadFiles(Random random, int rounds)
    {
        Mutation mutation = new(random, s_meaningful);
        byte[] buffer = new byte[1024];
        string path = Path.GetTempFileName();
        long used = 0;
        try
        {
            for (int round = 0; round < rounds; round += RowsPerFile)
            {
                using MemoryStream content = new();
                for (int i = 0; i < RowsPerFile; i++)
                    content.Write(mutation.Of(s_rows[random.Next(s_rows.Length)], buffer));
                byte[] bytes = content.ToArray();
                File.WriteAllBytes(path, bytes);
                LogReport report = LogReader.Read(path, Controls + 1, new LogReadOptions { Predictions = true }).Report;
                // A row that is earlier than the one before is a row, and a problem too.
                long problems = report.Problems.Where(p => p.Fault != LogFault.ClockBackward).Sum(p => p.Rows);
                Assert.Equal(CountRows(bytes), report.InterfaceRows + report.RnnRows + problems);
                used += report.Events;
            }
        }
        finally
        {
            File.Delete(path);
        }
        return used;
    }

    /// <summary>Lines that are not blank, and whatever stands behind the last newline.</summary>
    private static int CountRows(ReadOnlySpan<byte> bytes)
    {
        int rows = bytes.Length > 0 && bytes[^1] != '\n' ? 1 : 0;
        foreach (Range line in bytes[..(bytes.LastIndexOf((byte)'\n') + 1)].Split((byte)'\n'))
            rows += bytes[line].Trim(" \t\r"u8).IsEmpty ? 0 : 1;
        return rows;
    }
}
