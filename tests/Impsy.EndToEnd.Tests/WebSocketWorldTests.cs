using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace Impsy.EndToEnd.Tests;

/// <summary>What else may come to the port of the native binary, and what it costs.</summary>
public class WebSocketWorldTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private static readonly string[] s_requests =
    [
        "\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: !\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 12\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\nx",
        $"GET /{new string('x', 100_000)} HTTP/1.1\r\n\r\n",
    ];

    // Cut short, unmasked, of endless length, with reserved opcodes and bits, no UTF-8, closings and pings gone wrong.
    private static readonly string[] s_frames =
    [
        "01", "0180", "81FE", "81FF8000000000000000", "817E0400", "C18000000000", "838000000000", "898000000000",
        "8883010203040100", "0980000000000980", "818201020304C1C2", "8181010203048080",
    ];

    private readonly int _port = TestPage.FreePort();

    [Fact]
    public async Task A_page_that_does_not_read_is_cut_off_and_another_hears_on()
    {
        // At timescale 0 it plays 1000 events a second.
        using TestStage stage = WebSocketStage.Create(_port, "battle", "autostart = true", timescale: 0);
        using NativeInstrument instrument = WebSocketStage.Play(stage);
        using TestPage page = await TestPage.ConnectAsync(_port);
        using TcpClient deaf = await WebSocketStage.ConnectRawAsync(_port);
        instrument.WaitForOutput("a client that does not read what it is sent was cut off");
        int before = page.Count;
        Wait.Until(() => page.Count > before + 1000, s_patience, () => "the other hears nothing any more");
        Assert.Equal(1, instrument.CountOutput("does not read"));
    }

    [Fact]
    public async Task Whatever_is_thrown_at_the_port_a_page_hears_and_plays_on()
    {
        using TestStage stage = WebSocketStage.Create(_port, "battle", "autostart = true");
        using OscPeer player = new(stage);
        using NativeInstrument instrument = WebSocketStage.Play(stage);
        using TestPage page = await TestPage.ConnectAsync(_port);
        byte[] noise = new byte[20_000];
        new Random(20261122).NextBytes(noise);
        foreach (byte[] bytes in s_requests.Select(Encoding.ASCII.GetBytes).Append(noise))
            await ThrowAsync(bytes, isPage: false);
        foreach (byte[] bytes in s_frames.Select(Convert.FromHexString).Append(noise))
            await ThrowAsync(bytes, isPage: true);
        await page.SendAsync("/channel/1/cc/42/127");
        Wait.Until(() => player.AskStatus().Inputs == 1, s_patience, () => $"{player.AskStatus().Inputs} inputs");
        int before = page.Count;
        Wait.Until(() => page.Count > before + 20, s_patience, () => "it fell silent");
        Assert.DoesNotContain("a connection failed", instrument.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_elsewhere_may_not_and_one_that_the_owner_names_may()
    {
        const string Named = "allow_origin = [\"https://example.org\"]";
        using TestStage stage = WebSocketStage.Create(_port, "useronly", channel: Named);
        using NativeInstrument instrument = WebSocketStage.Play(stage);
        await Assert.ThrowsAsync<WebSocketException>(() => TestPage.ConnectAsync(_port, "https://elsewhere.example"));
        instrument.WaitForOutput("a page of https://elsewhere.example was turned away");
        using TestPage named = await TestPage.ConnectAsync(_port, "https://example.org");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_used_when_it_is_free()
    {
        using TestStage stage = WebSocketStage.Create(_port, "battle", "autostart = true");
        using TcpListener squatter = new(IPAddress.Loopback, _port);
        squatter.Start();
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        instrument.WaitForOutput($"WebSocket: 127.0.0.1:{_port}: Address already in use; trying again every second");
        squatter.Stop();
        instrument.WaitForOutput("WebSocket: listening");
        using TestPage page = await TestPage.ConnectAsync(_port);
        Wait.Until(() => page.Count > 0, s_patience, () => "it does not play");
    }

    [Fact]
    public async Task Playing_a_page_causes_no_garbage_collection()
    {
        using TestStage stage = WebSocketStage.Create(_port, "polyphony", timescale: 0);
        using OscPeer player = new(stage);
        using NativeInstrument instrument = WebSocketStage.Play(stage);
        using TestPage page = await TestPage.ConnectAsync(_port);
        await PlayAsync(page, player, 500);
        int before = player.AskStatus().Collections;
        await PlayAsync(page, player, 10_000);
        Assert.Equal(before, player.AskStatus().Collections);
        Assert.InRange(page.Count, 1000, 100_000); // a busy machine answers several at once
    }

    [Fact]
    public void Without_a_websocket_table_there_is_no_web_server()
    {
        using TestStage stage = new();
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        string[] threads = [.. Directory.GetDirectories($"/proc/{instrument.Id}/task")
            .Select(thread => File.ReadAllText(Path.Combine(thread, "comm")).Trim())];
        Assert.Contains("performance", threads);
        string[] ofWebSockets = ["websocket", ".NET Sockets", "Kestrel"];
        Assert.DoesNotContain(threads, name => ofWebSockets.Any(part => name.Contains(part, StringComparison.Ordinal)));
    }

    private static async Task PlayAsync(TestPage page, OscPeer player, int messages)
    {
        int goal = player.AskStatus().Inputs + messages;
        for (int i = 0; i < messages; i++)
        {
            await page.SendAsync($"/channel/1/cc/{42 + i % 7}/{i * 31 % 128}");
            if (i % 50 == 0)
                await Task.Delay(1); // and so nothing overflows
        }
        Wait.Until(
            () => player.AskStatus().Inputs == goal, s_patience, () => $"{player.AskStatus().Inputs} of {goal} inputs");
    }

    /// <summary>Sends it and looks whether the connection is closed, for a moment.</summary>
    private async Task ThrowAsync(byte[] bytes, bool isPage)
    {
        using TcpClient client = await WebSocketStage.ConnectRawAsync(_port, shakesHands: isPage);
        try
        {
            await client.GetStream().WriteAsync(bytes);
            using CancellationTokenSource moment = new(TimeSpan.FromMilliseconds(50));
            byte[] answer = new byte[65_536];
            while (await client.GetStream().ReadAsync(answer, moment.Token) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // either will do
        }
    }
}
