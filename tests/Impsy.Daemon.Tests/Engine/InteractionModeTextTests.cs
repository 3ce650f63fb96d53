using System.Text;
using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Tests.Engine;

public class InteractionModeTextTests
{
    [Fact]
    public void Every_mode_has_one_name_both_ways()
    {
        InteractionMode[] modes = Enum.GetValues<InteractionMode>();
        string[] names = [.. modes.Select(InteractionModeText.Format)];
        Assert.Equal(["callresponse", "polyphony", "filter", "battle", "useronly"], names);
        Assert.Equal(names, modes.Select(mode => Encoding.UTF8.GetString(InteractionModeText.FormatUtf8(mode))));
        foreach ((InteractionMode mode, string name) in modes.Zip(names))
        {
            Assert.True(InteractionModeText.TryParse(name, out InteractionMode fromText));
            Assert.True(InteractionModeText.TryParse(Encoding.UTF8.GetBytes(name), out InteractionMode fromBytes));
            Assert.Equal((mode, mode), (fromText, fromBytes));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Battle")]
    [InlineData("battle ")]
    [InlineData("filtering")]
    public void Anything_else_is_no_mode(string text)
    {
        Assert.False(InteractionModeText.TryParse(text, out _));
        Assert.False(InteractionModeText.TryParse(Encoding.UTF8.GetBytes(text), out _));
        Assert.False(InteractionModeText.TryParse((string?)null, out _));
    }

    [Fact]
    public void A_limit_includes_its_ends_and_no_NaN()
    {
        float[] values = [-1, 0, 10, 10.5f, float.NaN, float.PositiveInfinity];
        Assert.Equal([false, true, true, false, false, false],
            values.Select(value => Limits.Accepts(value, Limits.MinTemperature, Limits.MaxTemperature)));
    }
}
