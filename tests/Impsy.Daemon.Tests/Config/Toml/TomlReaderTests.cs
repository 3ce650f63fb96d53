using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Impsy.Daemon.Config.Toml;
using Impsy.TestSupport;
using Impsy.TomlDecoder;

namespace Impsy.Daemon.Tests.Config.Toml;

public class TomlReaderTests
{
    public static TheoryData<string> ValidVectors => new(
        Directory.GetFiles(Repository.Vector("toml"), "*.toml").Select(file => Path.GetFileName(file)!).Order());

    [Theory]
    [MemberData(nameof(ValidVectors))]
    public void A_valid_file_means_what_its_vector_says(string name)
    {
        string file = Repository.Vector("toml", name);
        bool good = TaggedJson.TryDecode(File.ReadAllBytes(file), out string? json, out string? error);
        Assert.Null(error);
        Assert.True(good);
        Assert.Null(TaggedJsonComparison.Difference(File.ReadAllText(Path.ChangeExtension(file, ".json")), json!));
    }

    [Theory]
    [MemberData(nameof(ValidVectors))]
    public void Windows_line_ends_change_nothing_but_text_on_several_lines(string name)
    {
        string file = Repository.Vector("toml", name);
        string text = File.ReadAllText(file).Replace("\n", "\r\n", StringComparison.Ordinal);
        Assert.True(TaggedJson.TryDecode(Encoding.UTF8.GetBytes(text), out string? json, out _));
        json = json.Replace("\\r\\n", "\\n", StringComparison.Ordinal);
        Assert.Null(TaggedJsonComparison.Difference(File.ReadAllText(Path.ChangeExtension(file, ".json")), json));
    }

    [Fact]
    public void Each_invalid_text_is_refused_with_its_place_and_reason()
    {
        string[] cases = File.ReadAllText(Repository.Vector("toml", "invalid.txt")).TrimEnd('\n').Split("\n== ")[1..];
        List<string> expected = [];
        List<string> found = [];
        foreach (string lines in cases)
        {
            string[] parts = lines.Split('\n', 3);
            expected.Add($"{parts[0]} | {parts[1]}");
            TaggedJson.TryDecode(Encoding.UTF8.GetBytes(parts[2]), out _, out string? error);
            found.Add($"{parts[0]} | {error}");
        }
        Assert.Equal(expected, found);
    }

    [Fact]
    public void Every_key_and_value_knows_its_place()
    {
        const string Text = "a.b = 1\n\n[\"s\"]\r\n  k = [\n 2, { x = 'y' }]\n[[t]]\n";
        Assert.True(TomlReader.TryRead(Encoding.UTF8.GetBytes(Text), out TomlTable? root, out _));
        List<string> places = [];
        Collect(root, "", places);
        Assert.Equal(
        [
            "a key 1,1 Table 1,1", "a.b key 1,3 Integer 1,7", "s key 3,2 Table 3,2", "s.k key 4,3 Array 4,7",
            "s.k[0] Integer 5,2", "s.k[1] Table 5,5", "s.k[1].x key 5,7 Text 5,11", "t key 6,3 Array 6,3",
            "t[0] Table 6,3",
        ], places);
    }

    [Theory]
    [InlineData("a = 1\nb = \"\xC3\x28\"\n", "2,6: expected UTF-8 text, found the byte 0xC3")] // a broken sequence
    [InlineData("# \xED\xA0\x80\n", "1,3: expected UTF-8 text, found the byte 0xED")] // a surrogate
    [InlineData("\xEF\xBB\xBF# \xC0\x80", "1,3: expected UTF-8 text, found the byte 0xC0")] // overlong, after a mark
    [InlineData("ok = 1\nx = \xE2\x82", "2,5: expected UTF-8 text, found the byte 0xE2")] // cut off
    public void Bytes_that_are_not_UTF8_are_refused_where_they_stand(string bytes, string expected)
    {
        Assert.False(TaggedJson.TryDecode(Encoding.Latin1.GetBytes(bytes), out _, out string? error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("x = 1 # \u0001", "1,9: expected a comment without control characters, found U+0001")]
    [InlineData("x = \"a\u0000\"", "1,7: expected the closing \", found U+0000")]
    [InlineData("x = 1\ry = 2", "1,6: expected the end of the line, found U+000D")]
    [InlineData("\u007F", "1,1: expected a key, found U+007F")]
    [InlineData("a\u00A0= 1", "1,2: expected '=', found U+00A0")] // the blank that a word processor leaves
    public void Control_characters_are_named_by_their_number(string text, string expected)
    {
        Assert.False(TaggedJson.TryDecode(Encoding.UTF8.GetBytes(text), out _, out string? error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("x = ", "[", "1", "]", "")]
    [InlineData("x = ", "{a=", "1", "}", "")]
    [InlineData("", "a.", "z", "", " = 1")]
    [InlineData("[", "a.", "z", "", "]")]
    public void Nesting_has_a_limit_instead_of_a_stack_overflow(
        string before, string open, string inner, string close, string after)
    {
        byte[] Text(int levels) =>
            Encoding.UTF8.GetBytes(before + Repeat(open, levels) + inner + Repeat(close, levels) + after);
        Assert.True(TaggedJson.TryDecode(Text(99), out _, out _));
        foreach (int levels in (int[])[100, 100_000])
        {
            Assert.False(TaggedJson.TryDecode(Text(levels), out _, out string? error));
            Assert.EndsWith(": expected at most 100 levels of nesting, found more", error);
        }
    }

    [Fact]
    public void A_file_beyond_the_size_limit_is_refused()
    {
        byte[] text = new byte[TomlReader.MaxBytes];
        text.AsSpan().Fill((byte)'\n');
        Assert.True(TaggedJson.TryDecode(text, out _, out _));
        Assert.False(TaggedJson.TryDecode([.. text, (byte)'\n'], out _, out string? error));
        Assert.Equal("1,1: expected at most 1048576 bytes, found 1048577", error);
    }

    [Theory]
    [InlineData("numbers.toml", 0)]
    [InlineData("tables.toml", 0)]
    [InlineData("invalid.txt", 1)]
    public async Task The_decoder_program_answers_as_the_official_suite_asks(string name, int status)
    {
        byte[] toml = await File.ReadAllBytesAsync(Repository.Vector("toml", name));
        string dotnet = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet");
        string program = Path.Combine(AppContext.BaseDirectory, "Impsy.TomlDecoder.dll");
        using Process process = Process.Start(new ProcessStartInfo(Path.GetFullPath(dotnet), [program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(toml);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        TaggedJson.TryDecode(toml, out string? json, out string? error);
        Assert.Equal((status, json + (json is null ? "" : "\n"), error + (error is null ? "" : "\n")),
            (process.ExitCode, await output, await errors));
    }

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();

    private static void Collect(TomlTable table, string path, List<string> places)
    {
        foreach (TomlEntry entry in table.Entries)
        {
            string name = path + entry.Key.Name;
            TomlPosition key = entry.Key.Position;
            Collect(entry.Value, name, $"{name} key {key.Line},{key.Column}", places);
        }
    }

    private static void Collect(TomlValue value, string path, string label, List<string> places)
    {
        places.Add($"{label} {value.Kind} {value.Position.Line},{value.Position.Column}");
        if (value.Table is not null)
            Collect(value.Table, path + ".", places);
        for (int i = 0; i < value.Items.Count; i++)
            Collect(value.Items[i], $"{path}[{i}]", $"{path}[{i}]", places);
    }
}
