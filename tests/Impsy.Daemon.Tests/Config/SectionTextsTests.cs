using System.Text;
using Impsy.Daemon.Channels;
using Impsy.Daemon.Config;

namespace Impsy.Daemon.Tests.Config;

public class SectionTextsTests
{
    [Theory]
    [InlineData("[osc]\nserver_port = 6000\nallow = ['a', 'b']", "# moved\nosc = { allow = [ \"a\" , \"b\" ], server_port = 6000 }", true)]
    [InlineData("[osc]\nserver_port = 6000", "[osc]\nserver_port = 6_000", false)] // as it is written; a reopening is harmless
    [InlineData("[osc]\nserver_port = 6000", "[osc]\nserver_port = 6001", false)]
    [InlineData("[osc]\nallow = ['ab']", "[osc]\nallow = ['a', 'b']", false)]
    [InlineData("[osc]\nallow = ['1']", "[osc]\nallow = [1]", false)]
    [InlineData("[osc]", "", false)]
    [InlineData("[osc]", "osc = {}", true)]
    [InlineData("[osc]\n[midi]\nmax_rate = 5", "[osc]\n[midi]\nmax_rate = 6", true)]
    public void What_a_section_says_is_compared_and_not_how(string one, string other, bool same) =>
        Assert.Equal(same, Read(one)["osc"] == Read(other)["osc"]);

    [Fact]
    public void A_channel_is_another_when_anything_that_it_is_made_from_is()
    {
        const string Base = "[osc]\n[midi]\n[serial]\nport = 'a'\n[serialmidi]\n[output]\n[commands]\n[feedback]\n[websocket]\n";
        ChannelKeys before = new(Read(Base), 8);
        string[] all = ["osc", "midi", "serialmidi", "serial", "websocket"];
        Assert.Equal(all, Changed(before, new ChannelKeys(Read(Base), 9)));
        Assert.Equal([], Changed(before, new ChannelKeys(Read(Base + "[interaction]\nmode = 'battle'"), 8)));
        Assert.Equal(["osc"], Changed(before, Edit(Base, "[osc]", "[osc]\nserver_port = 7")));
        Assert.Equal(["midi"], Changed(before, Edit(Base, "[midi]", "[midi]\nmax_rate = 70")));
        Assert.Equal(
            ["midi", "serialmidi", "websocket"],
                Changed(before, Edit(Base, "[midi]", "[midi]\nfeedback_protection = true")));
        Assert.Equal(
            ["midi", "serialmidi", "websocket"],
                Changed(before, Edit(Base, "[output]", "[output]\nnote_window_ms = 1")));
        Assert.Equal(
            ["midi", "serialmidi", "websocket"], Changed(before, Edit(Base, "[commands]", "[commands]\nreset = []")));
        Assert.Equal(["midi"], Changed(before, Edit(Base, "[feedback]", "[feedback]\nvalues = false")));
        Assert.Equal(["serialmidi", "serial"], Changed(before, Edit(Base, "'a'", "'b'")));
        Assert.Equal(["serial"], Changed(before, Edit(Base, "'a'", "'a'\nbaudrate = 50")));
        Assert.Equal(["websocket"], Changed(before, Edit(Base, "[websocket]", "[websocket]\nserver_port = 7")));
    }

    private static ChannelKeys Edit(string text, string from, string to) =>
        new(Read(text.Replace(from, to, StringComparison.Ordinal)), 8);

    private static SectionTexts Read(string text) =>
        ConfigFile.Parse("config.toml", Encoding.UTF8.GetBytes(text)).Sections!;

    private static string[] Changed(ChannelKeys before, ChannelKeys after)
    {
        (string Name, string Before, string After)[] keys =
        [
            ("osc", before.Osc, after.Osc), ("midi", before.Midi, after.Midi),
            ("serialmidi", before.SerialMidi, after.SerialMidi), ("serial", before.Serial, after.Serial),
            ("websocket", before.WebSocket, after.WebSocket),
        ];
        return [.. keys.Where(key => key.Before != key.After).Select(key => key.Name)];
    }
}
