using Impsy.Hardware.Alsa;

namespace Impsy.Hardware.Tests.Alsa;

public sealed class AlsaPortSelectorTests
{
    private static readonly AlsaPort[] s_ports =
    [
        new(new(14, 0), "Midi Through", "Midi Through Port-0", AlsaPortKind.Software, true, true),
        new(new(20, 0), "X-TOUCH MINI", "X-TOUCH MINI MIDI 1", AlsaPortKind.Hardware, true, true),
        new(new(24, 0), "Launchkey Mini", "Launchkey Mini MIDI 1", AlsaPortKind.Hardware, true, true),
        new(new(24, 1), "Launchkey Mini", "Launchkey Mini MIDI 2", AlsaPortKind.Hardware, true, true),
        new(new(28, 0), "S-1", "S-1 MIDI IN", AlsaPortKind.Hardware, false, true),
        new(new(28, 1), "S-1", "S-1 MIDI OUT", AlsaPortKind.Hardware, true, false),
        new(new(32, 0), "S-1 Editor", "S-1 Editor", AlsaPortKind.Software, true, true),
        new(new(130, 0), "Pure Data", "Pure Data Midi-In 1", AlsaPortKind.Software, false, true),
        new(new(130, 1), "Pure Data", "Pure Data Midi-Out 1", AlsaPortKind.Software, true, false),
    ];

    [Theory]
    [InlineData("X-TOUCH MINI", "20:0")]
    [InlineData("X-TOUCH MINI MIDI 1", "20:0")]
    [InlineData("X-TOUCH MINI:X-TOUCH MINI MIDI 1", "20:0")]
    [InlineData("X-TOUCH MINI:X-TOUCH MINI MIDI 1 20:0", "20:0")]
    [InlineData("20:0", "20:0")]
    [InlineData("  X-TOUCH MINI ", "20:0")]
    [InlineData("x-touch mini", "20:0")]
    [InlineData("X-TOUCH", "20:0")]
    [InlineData("touch", "20:0")]
    [InlineData("Launchkey Mini", "24:0 24:1")]
    [InlineData("Launchkey Mini MIDI 2", "24:1")]
    [InlineData("launchkey", "24:0 24:1")]
    [InlineData("MIDI 1", "20:0 24:0")]
    [InlineData("Nobody", "")]
    [InlineData("99:0", "")]
    public void A_device_is_meant_by_its_name_or_a_part_of_it(string text, string expected) =>
        Assert.Equal(expected, Match(text, AlsaPortDirection.In));

    [Theory]
    [InlineData("S-1", "28:1")] // and not its editor, which merely begins so
    [InlineData("S-1 Editor", "32:0")]
    [InlineData("s-1", "28:1")]
    [InlineData("S-", "28:1 32:0")]
    public void An_exact_name_comes_before_a_part(string text, string expected) =>
        Assert.Equal(expected, Match(text, AlsaPortDirection.In));

    [Fact]
    public void Upper_and_lower_case_decide_where_nothing_else_does()
    {
        AlsaPort[] ports =
        [
            new(new(20, 0), "nano", "nano", AlsaPortKind.Hardware, true, true),
            new(new(24, 0), "NANO", "NANO", AlsaPortKind.Hardware, true, true),
        ];
        Assert.Equal(
            ["20:0", "24:0", "20:0 24:0"],
            ((string[])["nano", "NANO", "Nano"]).Select(text => Match(text, AlsaPortDirection.In, ports)));
    }

    [Theory]
    [InlineData("X-TOUCH MINI:X-TOUCH MINI MIDI 1 36:0", "20:0")] // plugged in elsewhere since
    [InlineData("Launchkey Mini:Launchkey Mini MIDI 2 20:1", "24:1")]
    [InlineData("launchkey mini:launchkey mini midi 2 20:1", "24:1")]
    [InlineData("TOUCH MINI MIDI 1 36:0", "20:0")]
    [InlineData("X-TOUCH MINI 300:0", "")] // no address: 255 is the highest
    public void A_name_that_was_written_down_with_its_numbers_outlives_them(string text, string expected) =>
        Assert.Equal(expected, Match(text, AlsaPortDirection.In));

    [Theory]
    [InlineData("S-1", AlsaPortDirection.In, "28:1")]
    [InlineData("S-1", AlsaPortDirection.Out, "28:0")]
    [InlineData("Pure Data", AlsaPortDirection.In, "130:1")]
    [InlineData("Pure Data", AlsaPortDirection.Out, "130:0")]
    [InlineData("S-1 MIDI IN", AlsaPortDirection.In, "")]
    public void Only_a_port_that_serves_the_direction_is_meant(
        string text, AlsaPortDirection direction, string expected) =>
        Assert.Equal(expected, Match(text, direction));

    [Theory]
    [InlineData(AlsaPortDirection.In, "20:0 24:0 24:1 28:1")]
    [InlineData(AlsaPortDirection.Out, "20:0 24:0 24:1 28:0")]
    public void A_star_means_every_device_that_can_be_touched(AlsaPortDirection direction, string expected) =>
        Assert.Equal(expected, Match("*", direction));

    [Theory]
    [InlineData("/^x-touch|^launch/", "20:0 24:0 24:1")]
    [InlineData("/MIDI [12]$/", "20:0 24:0 24:1")]
    [InlineData("/Mini:.*2 24:1/", "24:1")]
    [InlineData("/through/", "")]
    [InlineData("/nobody/", "")]
    public void An_expression_means_all_that_fit(string text, string expected) =>
        Assert.Equal(expected, Match(text, AlsaPortDirection.In));

    [Theory]
    [InlineData("Midi Through", "14:0")]
    [InlineData("MIDI Through", "14:0")] // as an example of Python IMPSY writes it
    [InlineData("Midi Through Port-0", "14:0")]
    [InlineData("Midi Through:Midi Through Port-0 14:0", "14:0")]
    [InlineData("Through", "")]
    [InlineData("Midi", "20:0 24:0 24:1 28:0 130:0")]
    public void The_cable_to_itself_is_meant_only_where_it_is_named_in_full(string text, string expected) =>
        Assert.Equal(expected, Match(text, AlsaPortDirection.Out));

    [Fact]
    public void A_name_with_blanks_at_its_end_is_found_without_them() => Assert.Equal(
        "20:0",
        Match("Deluge MIDI", AlsaPortDirection.In,
            [new(new(20, 0), "Deluge", "Deluge MIDI ", AlsaPortKind.Hardware, true, true)]));

    [Theory]
    [InlineData("*", true)]
    [InlineData("/a/", true)]
    [InlineData("a", false)]
    [InlineData("//", false)] // too short for an expression: a name
    public void Stars_and_expressions_mean_many(string text, bool expected)
    {
        Assert.True(AlsaPortSelector.TryParse(text, out AlsaPortSelector? selector, out _));
        Assert.Equal((text, expected), (selector.Text, selector.MeansMany));
    }

    [Theory]
    [InlineData("", "expected the name of a MIDI port, a part of it, \"/expression/\" or \"*\", found nothing")]
    [InlineData("  ", "expected the name of a MIDI port, a part of it, \"/expression/\" or \"*\", found nothing")]
    [InlineData("/(/", "expected a regular expression between the slashes, found /(/: ")]
    public void A_text_that_means_nothing_is_refused_with_the_reason(string text, string beginning)
    {
        Assert.False(AlsaPortSelector.TryParse(text, out _, out string? problem));
        Assert.StartsWith(beginning, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expression_that_never_ends_matches_nothing() => Assert.Equal(
        "",
        Match("/^(a+)+$/", AlsaPortDirection.In,
            [new(new(20, 0), new string('a', 60) + "!", "!", AlsaPortKind.Hardware, true, true)]));

    private static string Match(string text, AlsaPortDirection direction, AlsaPort[]? ports = null)
    {
        Assert.True(AlsaPortSelector.TryParse(text, out AlsaPortSelector? selector, out string? problem), problem);
        return string.Join(' ', selector.Match(ports ?? s_ports, direction).Select(port => port.Address));
    }
}
