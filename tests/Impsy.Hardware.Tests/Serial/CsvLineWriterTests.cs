using System.Globalization;
using System.Text;
using Impsy.Hardware.Serial;
using Impsy.TestSupport;

namespace Impsy.Hardware.Tests.Serial;

public sealed class CsvLineWriterTests
{
    [Fact]
    public void Numbers_are_written_as_printf_writes_them()
    {
        (float Value, string Text)[] vectors = [.. Vectors()];
        CsvLineWriter writer = new(1);
        Assert.Equal(vectors.Select(v => v.Text + "\n"), vectors.Select(v => Text(writer, v.Value)));
    }

    [Fact]
    public void A_line_has_commas_between_and_a_line_feed_at_the_end() =>
        Assert.Equal("0.0000,0.5000,1.0000,-2.2500\n", Text(new CsvLineWriter(4), 0, 0.5f, 1, -2.25f));

    [Fact]
    public void What_has_no_place_in_a_line_is_kept_within_it() => Assert.Equal(
        "0.0000,999999.0000,-999999.0000,999999.0000,-999999.0000\n",
        Text(new CsvLineWriter(5),
            float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue));

    [Fact]
    public void The_parser_reads_what_the_writer_writes()
    {
        Random random = new(20260206);
        CsvLineWriter writer = new(64);
        CsvLineParser parser = new(64);
        float[] sent = new float[64];
        float[] received = new float[64];
        for (int line = 0; line < 1000; line++)
        {
            for (int i = 0; i < sent.Length; i++)
                sent[i] = random.Next(10_001) / 10_000f;
            CsvLineResult last = CsvLineResult.Pending;
            foreach (byte value in writer.With(sent))
                last = parser.Push(value, received);
            Assert.Equal(CsvLineResult.Line, last);
            Assert.Equal(sent, received);
        }
    }

    [Fact]
    public void A_line_of_another_length_is_a_mistake_of_the_caller() =>
        Assert.Throws<ArgumentException>(() => Text(new CsvLineWriter(2), 1));

    [Fact]
    public void Writing_allocates_nothing()
    {
        float[] values = [.. Enumerable.Range(0, 64).Select(i => i / 63f)];
        CsvLineWriter writer = new(values.Length);
        writer.With(values); // the first call compiles
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 1000; i++)
                writer.With(values);
        }));
    }

    private static IEnumerable<(float Value, string Text)> Vectors() =>
        from line in File.ReadLines(Repository.Vector("serial", "lines.txt"))
        where line[0] != '#'
        let columns = line.Split('|', StringSplitOptions.TrimEntries)
        let bits = uint.Parse(columns[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        select (BitConverter.UInt32BitsToSingle(bits), columns[1]);

    private static string Text(CsvLineWriter writer, params float[] values) =>
        Encoding.ASCII.GetString(writer.With(values));
}
