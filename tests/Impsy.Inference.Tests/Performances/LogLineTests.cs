using System.Globalization;
using System.Text;
using Impsy.Inference.Performances;
using Impsy.TestSupport;

namespace Impsy.Inference.Tests.Performances;

public class LogLineTests
{
    private static readonly string[] s_seeds =
    [
        "2019-01-17T12:37:38.109979,interface,0.3359375,0.296875,0",
        "2019-01-17T12:37:38,rnn,1E-05,1,0.5\r",
        "9999-12-31T23:59:59.999999999,interface,NaN,-Infinity,1e400",
        "0001-01-01 00:00:00.1,interface,0.1,0.2,0.3",
        ",,,,,,",
    ];

    public static TheoryData<string, long, LogSource, string, string> Formats()
    {
        TheoryData<string, long, LogSource, string, string> data = [];
        foreach (string[] columns in Columns("format.txt"))
        {
            data.Add(columns[0], long.Parse(columns[1], CultureInfo.InvariantCulture),
                Enum.Parse<LogSource>(columns[2]), columns[3], columns[4]);
        }
        return data;
    }

    public static TheoryData<string, int, string, string> Lines()
    {
        TheoryData<string, int, string, string> data = [];
        foreach (string[] columns in Columns("lines.txt"))
            data.Add(columns[0], int.Parse(columns[1], CultureInfo.InvariantCulture), columns[2], columns[3]);
        return data;
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_row_is_written_so(string name, long microseconds, LogSource source, string values, string expected)
    {
        Span<byte> line = stackalloc byte[LogLine.MaxLength];
        Assert.True(LogLine.TryFormat(line, microseconds, source, Floats(values), out int written), name);
        Assert.Equal(expected + "\n", Encoding.ASCII.GetString(line[..written]));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_row_is_read_so(string name, int width, string line, string expected)
    {
        float[] controls = new float[width];
        byte[] bytes = Encoding.ASCII.GetBytes(line.Replace("\\r", "\r").Replace("\\n", "\n"));
        LogFault fault = LogLine.TryParse(bytes, controls, out LogStamp stamp);
        string actual = fault != LogFault.None ? fault.ToString() : string.Join(' ',
            [stamp.WallMicroseconds, stamp.Source, .. controls.Select(Text)]);
        string wanted = expected.Contains(' ')
            ? string.Join(' ', [.. expected.Split(' ')[..2], .. Floats(expected.Split(' ', 3)[2]).Select(Text)])
            : expected;
        Assert.True(wanted == actual, $"{name}: expected '{wanted}', got '{actual}'");
    }

    [Fact]
    public void A_row_that_does_not_fit_is_refused_at_every_length()
    {
        float[] controls = [0.3359375f, 0.296875f, 0];
        byte[] whole = new byte[LogLine.MaxLength];
        Assert.True(LogLine.TryFormat(whole, 0, LogSource.Interface, controls, out int length));
        List<int> accepted = [];
        for (int room = 0; room <= length; room++)
        {
            if (LogLine.TryFormat(new byte[room], 0, LogSource.Interface, controls, out _))
                accepted.Add(room);
        }
        Assert.Equal([length], accepted);
    }

    [Fact]
    public void The_longest_row_fits_into_the_length_that_always_suffices()
    {
        float[] controls = new float[LogLine.MostControls];
        Array.Fill(controls, -1.17549435e-38f);
        byte[] line = new byte[LogLine.MaxLength];
        Assert.True(LogLine.TryFormat(line, long.MaxValue, LogSource.Interface, controls, out int written));
        float[] read = new float[LogLine.MostControls];
        Assert.Equal(LogFault.None, LogLine.TryParse(line.AsSpan(0, written), read, out _));
        Assert.Equal(controls, read);
    }

    [Fact]
    public void Every_written_row_reads_back_to_the_same_bits()
    {
        Random random = new(20190117);
        byte[] line = new byte[LogLine.MaxLength];
        float[] controls = new float[8];
        float[] read = new float[8];
        List<string> wrong = [];
        for (int i = 0; i < 50_000; i++)
        {
            for (int k = 0; k < controls.Length; k++)
                controls[k] = k < 4 ? random.NextSingle() : BitConverter.Int32BitsToSingle(random.Next(0x3F800001));
            long wall = random.NextInt64(-62135596800000000, 253402300800000000);
            Assert.True(LogLine.TryFormat(line, wall, (LogSource)(i % 2), controls, out int written));
            LogFault fault = LogLine.TryParse(line.AsSpan(0, written), read, out LogStamp stamp);
            bool same = stamp == new LogStamp(wall, (LogSource)(i % 2)) && controls.SequenceEqual(read);
            if (fault != LogFault.None || !same)
                wrong.Add(Encoding.ASCII.GetString(line.AsSpan(0, written)));
        }
        Assert.Equal([], wrong);
    }

    [Fact]
    public void A_million_damaged_rows_are_read_without_a_throw()
    {
        Random random = new(4711);
        byte[][] seeds = [.. s_seeds.Select(Encoding.ASCII.GetBytes)];
        ReadOnlySpan<byte> alphabet = "0123456789,.:-+TeEinf \r\n\t\0\xFF"u8;
        byte[] line = new byte[256];
        float[] controls = new float[3];
        int[] counts = new int[Enum.GetValues<LogFault>().Length];
        for (int i = 0; i < 1_000_000; i++)
        {
            byte[] seed = seeds[random.Next(seeds.Length)];
            seed.CopyTo(line, 0);
            for (int edits = random.Next(4); edits > 0; edits--)
                line[random.Next(seed.Length)] = alphabet[random.Next(alphabet.Length)];
            int length = random.Next(4) == 0 ? random.Next(seed.Length + 1) : seed.Length;
            LogFault fault = LogLine.TryParse(line.AsSpan(0, length), controls, out _);
            counts[(int)fault]++;
            if (fault == LogFault.None && !controls.All(float.IsFinite))
                Assert.Fail(Encoding.Latin1.GetString(line.AsSpan(0, length)));
        }
        LogFault[] met = [.. Enum.GetValues<LogFault>().Where(fault => counts[(int)fault] > 0)];
        Assert.Equal(
            [
                LogFault.None, LogFault.BadTime, LogFault.BadSource, LogFault.BadNumber, LogFault.NotFinite,
                LogFault.TooFewValues, LogFault.TooManyValues,
            ],
            met);
    }

    [Fact]
    public void Writing_and_reading_allocate_nothing()
    {
        byte[] line = new byte[LogLine.MaxLength];
        float[] controls = [0.1f, 0.00001f, 1, 0];
        RoundTrip(line, controls, 100);
        Assert.Equal(0, Allocations.Of(() => RoundTrip(line, controls, 10_000)));
    }

    private static void RoundTrip(byte[] line, float[] controls, int times)
    {
        for (int i = 0; i < times; i++)
        {
            _ = LogLine.TryFormat(line, 1547728658109979 + i, LogSource.Rnn, controls, out int written);
            _ = LogLine.TryParse(line.AsSpan(0, written), controls, out _);
        }
    }

    private static float[] Floats(string values) =>
        [.. values.Split(' ').Select(value => float.Parse(value, CultureInfo.InvariantCulture))];

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string[]> Columns(string file) =>
        from line in File.ReadLines(Repository.Vector("logs", file))
        where line.Length > 0 && line[0] != '#'
        select line.Split('|', StringSplitOptions.TrimEntries);
}
