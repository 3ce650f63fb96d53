using Impsy.Daemon.Commands;

namespace Impsy.Daemon.Tests.Commands;

public class CommandArgumentsTests
{
    private static readonly CommandOption[] s_options =
    [
        new("config", 'c', "FILE", ""), new("speed", null, "X", ""), new("verbose", 'v', null, "", "quiet"), new("log", null, null, ""),
    ];

    [Theory]
    [InlineData("-c a.toml model.onnx --verbose", "a.toml", "-", "True", "model.onnx")]
    [InlineData("model.onnx --config=a=b.toml --quiet", "a=b.toml", "-", "False", "model.onnx")]
    [InlineData("-v --speed -3 -c x -c y", "y", "-3", "True", "-")]
    [InlineData("-- --config", "-", "-", "-", "--config")]
    [InlineData("-", "-", "-", "-", "-")]
    [InlineData("", "-", "-", "-", "-")]
    public void Options_come_in_any_order_and_form(string line, string config, string speed, string verbose, string model)
    {
        Assert.True(CommandArguments.TryParse(Split(line), s_options, 1, out CommandArguments? parsed, out _));
        Assert.Equal(
            (config, speed, verbose, model),
            (parsed.Value("config") ?? "-", parsed.Value("speed") ?? "-", parsed.Switch("verbose")?.ToString() ?? "-",
                parsed.Positional(0) ?? "-"));
    }

    [Theory]
    [InlineData("--confg x", "unknown option --confg")]
    [InlineData("-x", "unknown option -x")]
    [InlineData("--config", "--config needs a value: FILE")]
    [InlineData("--verbose=yes", "--verbose takes no value")]
    [InlineData("--no-verbose", "unknown option --no-verbose")]
    [InlineData("--no-log=1", "--no-log takes no value")]
    [InlineData("--no-config x", "unknown option --no-config")]
    [InlineData("one two", "unexpected 'two'")]
    public void A_mistake_is_told(string line, string expected)
    {
        Assert.False(CommandArguments.TryParse(Split(line), s_options, 1, out _, out string? mistake));
        Assert.Equal(expected, mistake);
    }

    private static string[] Split(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
