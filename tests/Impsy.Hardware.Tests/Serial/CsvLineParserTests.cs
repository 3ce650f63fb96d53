using System.Text;
using Impsy.Hardware.Serial;
using Impsy.TestSupport;

namespace Impsy.Hardware.Tests.Serial;

public sealed class CsvLineParserTests
{
    [Theory]
    [InlineData("0.5,1,0.25\n", "0.5 1 0.25")]
    [InlineData("0.5,1,0.25\r\n", "0.5 1 0.25")]
    [InlineData("0.5,1,0.25\r", "0.5 1 0.25")]
    [InlineData(" 0.5 ,\t1, 0.25 \n", "0.5 1 0.25")]
    [InlineData("-1,+2,3e-1\n", "-1 2 0.3")]
    [InlineData(".5,1.,0\n", "0.5 1 0")]
    [InlineData("0,0,0\n1,1,1\n", "0 0 0;1 1 1")]
    [InlineData("0,0,0\r\n\r\n\n1,1,1\r\n", "0 0 0;1 1 1")]
    [InlineData("  \n\t\r\n1,1,1\n", "1 1 1")]
    [InlineData("0,0,0", "")]
    [InlineData("", "")]
    [InlineData("0,0\n", "WrongCount")]
    [InlineData("0,0,0,0\n", "WrongCount")]
    [InlineData("0.5\n", "WrongCount")]
    [InlineData("0,zero,0\n", "NotANumber")]
    [InlineData("0,,0\n", "NotANumber")]
    [InlineData("0,0,\n", "NotANumber")]
    [InlineData(",\n", "NotANumber")]
    [InlineData("0;0;0\n", "NotANumber")]
    [InlineData("0,0,0x1\n", "NotANumber")]
    [InlineData("0,0,1,000\n", "WrongCount")]
    [InlineData("0,0,1 2\n", "NotANumber")]
    [InlineData("Hello!\n", "NotANumber")]
    [InlineData("a,b,c,d,e\n", "NotANumber")]
    [InlineData("0,nan,0\n", "NotFinite")]
    [InlineData("0,-NaN,0\n", "NotFinite")]
    [InlineData("0,Infinity,0\n", "NotFinite")]
    [InlineData("0,1e39,0\n", "NotFinite")]
    [InlineData("5,0,0.25\n0.5,1,0.25\n", "5 0 0.25;0.5 1 0.25")]
    [InlineData(",0.25\n0.5,1,0.25\n", "NotANumber;0.5 1 0.25")]
    [InlineData("0,0,0\0\0\n", "0 0 0")]
    [InlineData("\u00ff\u00fe\u0080\n0,0,0\n", "NotANumber;0 0 0")]
    public void A_line_is_three_numbers_or_is_refused(string text, string expected)
    {
        CsvLineParser parser = new(3);
        List<string> results = Parse(parser, Encoding.Latin1.GetBytes(text));
        Assert.Equal(expected, string.Join(';', results));
        Assert.Equal(results.Count(result => char.IsAsciiLetter(result[0])), parser.Refused);
    }

    [Fact]
    public void A_line_of_a_single_number_needs_no_comma() =>
        Assert.Equal(["0.5", "WrongCount", "1"], Parse(new CsvLineParser(1), "0.5\n0,5\n1\n"u8));

    [Fact]
    public void An_endless_line_is_refused_once_and_the_next_one_is_read()
    {
        CsvLineParser parser = new(3);
        byte[] endless = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("0.5,", 10_000)));
        Assert.Equal(["TooLong", "1 2 3"], Parse(parser, [.. endless, .. "\n1,2,3\n"u8]));
        Assert.Equal((1, 1), (parser.Refused, parser.CountRefused(CsvLineResult.TooLong)));
    }

    [Fact]
    public void Each_reason_has_a_counter()
    {
        CsvLineParser parser = new(2);
        Parse(parser, "0\n0\n0\na,b\nnan,0\nnan,0\n0,0\n"u8);
        Assert.Equal(
            [3L, 1, 2, 0],
            ((CsvLineResult[])[
                CsvLineResult.WrongCount, CsvLineResult.NotANumber, CsvLineResult.NotFinite, CsvLineResult.TooLong,
            ]).Select(parser.CountRefused));
        Assert.Equal(6, parser.Refused);
    }

    [Fact]
    public void Reset_forgets_a_half_line()
    {
        CsvLineParser parser = new(2);
        Assert.Empty(Parse(parser, "0.5,0."u8));
        parser.Reset();
        Assert.Equal(["1 1"], Parse(parser, "1,1\n"u8));
    }

    [Fact]
    public void A_million_bytes_of_noise_give_only_finite_numbers()
    {
        Random random = new(20260207);
        CsvLineParser parser = new(2);
        float[] values = new float[2];
        ReadOnlySpan<byte> usual = "0123456789.,-+e \n\rnaif"u8;
        int lines = 0;
        for (int i = 0; i < 1_000_000; i++)
        {
            byte value = random.Next(50) == 0 ? (byte)random.Next(256) : usual[random.Next(usual.Length)];
            if (parser.Push(value, values) != CsvLineResult.Line)
                continue;
            lines++;
            Assert.All(values, number => Assert.True(float.IsFinite(number)));
        }
        Assert.InRange(lines, 100, 100_000);
        Assert.NotEqual(0, parser.Refused);
    }

    [Fact]
    public void Parsing_allocates_nothing()
    {
        byte[] lines = [.. "0.5000,1.0000\r\n"u8, .. "a,b\n"u8, .. "nan,0\n"u8, .. "0,0,0\n"u8, .. new byte[100], 10];
        CsvLineParser parser = new(2);
        float[] values = new float[2];
        PushAll(parser, lines, values); // the first call compiles
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 1000; i++)
                PushAll(parser, lines, values);
        }));
    }

    private static void PushAll(CsvLineParser parser, byte[] bytes, float[] values)
    {
        foreach (byte value in bytes)
            parser.Push(value, values);
    }

    // A good line as its numbers, a refused one as the reason.
    private static List<string> Parse(CsvLineParser parser, ReadOnlySpan<byte> bytes)
    {
        List<string> results = [];
        float[] values = new float[parser.Count];
        foreach (byte value in bytes)
        {
            CsvLineResult result = parser.Push(value, values);
            if (result == CsvLineResult.Line)
                results.Add(string.Join(' ', values));
            else if (result != CsvLineResult.Pending)
                results.Add(result.ToString());
        }
        return results;
    }
}
