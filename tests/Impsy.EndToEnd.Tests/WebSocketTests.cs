using System.Diagnostics;
using System.Globalization;

namespace Impsy.EndToEnd.Tests;

/// <summary>Pages in a browser that play the native binary and are played to.</summary>
public class WebSocketTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly int _port = TestPage.FreePort();

    [Theory]
    [InlineData("callresponse")]
    [InlineData("polyphony")]
    [InlineData("filter")]
    [InlineData("battle")]
    [InlineData("useronly")]
    public async Task A_page_is_heard_in_every_mode(string mode)
    {
        using TestStage stage = WebSocketStage.Create(_port, mode);
        using OscPeer player = new(stage);
        using NativeInstrument instrument = WebSocketStage.Play(stage);
        using TestPage page = await TestPage.ConnectAsync(_port);
        await page.SendAsync("/channel/1/noteon/60/100");
        await page.SendAsync("/channel/1/cc/42/127\n/channel/1/cc/48/64\n/channel/1/noteoff/60/0");
        await page.SendAsync("/channel/3/cc/42/127\nnonsense");
        Wait.Until(() => player.AskStatus().Inputs == 3, s_patience, () => $"{player.AskStatus().Inputs} inputs");
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
        string[] rows = [.. stage.LogLines().Where(line => line.Contains(",interface,", StringComparison.Ordinal))];
        Assert.Equal(3, rows.Length);
        string[] last = rows[2].Split(',')[2..];
        Assert.Equal((60 / 127f, 1f, 64 / 127f), (Number(last[0]), Number(last[1]), Number(last[7])));
    }

    [Fact]
    public async Task Every_page_gets_every_answer_in_the_words_of_Python_IMPSY()
    {
        using TestStage stage = WebSocketStage.Create(_port, "polyphony");
        using OscPeer player = new(stage);
        using NativeInstrument instrument = WebSocketStage.Play(stage);
        using TestPage one = await TestPage.ConnectAsync(_port);
        using TestPage two = await TestPage.ConnectAsync(_port);
        for (int i = 0; i < 50; i++)
            await (i % 2 == 0 ? one : two).SendAsync($"/channel/1/cc/{42 + i % 7}/{i}\n/channel/1/noteon/{40 + i}/80");
        Wait.Until(() => player.AskStatus() is { Inputs: 100, Predictions: > 0 }, s_patience, () => "not heard");
        (int exit, _) = instrument.Signal(Signals.Terminate);
        Wait.Until(() => one.IsOver && two.IsOver, s_patience, () => "no goodbye");
        Assert.Equal((0, 1001, 1001), (exit, one.Closed, two.Closed));
        Assert.Equal(one.Lines, two.Lines);
        const string Form = "^/channel/1/(noteon/[0-9]+/127|noteoff/[0-9]+/64|cc/4[2-8]/[0-9]+)$";
        Assert.All(one.Lines, line => Assert.Matches(Form, line));
        Assert.Empty(WebSocketStage.Sounding(one));
    }

    /// <summary>The client library that Python IMPSY itself serves with.</summary>
    [Fact]
    public void A_client_in_Python_plays_and_is_answered()
    {
        using TestStage stage = WebSocketStage.Create(_port, "polyphony");
        using NativeInstrument instrument = WebSocketStage.Play(stage);
        const string Script = """
            import asyncio, sys, websockets
            async def main():
                async with websockets.connect(f"ws://127.0.0.1:{sys.argv[1]}/", origin="http://localhost") as one, \
                        websockets.connect(f"ws://127.0.0.1:{sys.argv[1]}/") as two:
                    kinds = set()
                    for value in range(200):
                        await one.send(f"/channel/1/cc/42/{value % 128}")
                        try:
                            message = await asyncio.wait_for(two.recv(), 0.1)
                        except asyncio.TimeoutError:
                            continue
                        _, word, channel, kind, *numbers = message.split("/")
                        assert (word, channel) == ("channel", "1") and len(numbers) == 2, message
                        assert all(0 <= int(number) <= 127 for number in numbers), message
                        kinds.add(kind)
                        if {"noteon", "noteoff", "cc"} <= kinds:
                            break
                    print(sorted(kinds))
                    await one.send("x" * 1025)
                    try:
                        while True:
                            await one.recv()
                    except websockets.ConnectionClosed as closed:
                        print(closed.rcvd.code)
            asyncio.run(main())
            """;
        using Process python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Script, $"{_port}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        string told = python.StandardOutput.ReadToEnd();
        string complaint = python.StandardError.ReadToEnd();
        Assert.True(python.WaitForExit(s_patience));
        Assert.Equal(("['cc', 'noteoff', 'noteon']\n1009\n", ""), (told, complaint));
    }

    [Theory]
    [InlineData(Signals.Terminate)]
    [InlineData(Signals.Interrupt)]
    public async Task Bug_6_told_to_end_while_notes_sound_it_ends_them_before_the_connection(int signal)
    {
        using TestStage stage = WebSocketStage.Create(_port, "battle", "autostart = true");
        using NativeInstrument instrument = WebSocketStage.Play(stage);
        using TestPage page = await TestPage.ConnectAsync(_port);
        Wait.Until(() => WebSocketStage.Sounding(page).Count > 0, s_patience, () => "it plays no note");
        Assert.Equal(0, instrument.Signal(signal).ExitCode);
        Wait.Until(() => page.IsOver, s_patience, () => "no goodbye");
        Assert.Empty(WebSocketStage.Sounding(page));
        Assert.Equal(1001, page.Closed);
    }

    [Fact]
    public async Task A_key_that_a_page_holds_comes_up_when_the_page_goes()
    {
        using TestStage stage = WebSocketStage.Create(_port, "useronly", "input_thru = true");
        using NativeInstrument instrument = WebSocketStage.Play(stage);
        using TestPage other = await TestPage.ConnectAsync(_port);
        using (TestPage page = await TestPage.ConnectAsync(_port))
        {
            await page.SendAsync("/channel/1/noteon/60/100\n/channel/1/noteon/64/90");
            Wait.Until(() => WebSocketStage.Sounding(other).Count == 2, s_patience, () => "not passed on");
        }
        Wait.Until(() => WebSocketStage.Sounding(other).Count == 0, s_patience, () => "keys are still down");
        Assert.Equal(
            [
                "/channel/1/noteon/60/100", "/channel/1/noteon/64/90",
                "/channel/1/noteoff/60/64", "/channel/1/noteoff/64/64",
            ], other.Lines);
    }

    private static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);
}
