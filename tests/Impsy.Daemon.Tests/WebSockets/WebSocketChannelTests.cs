using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Impsy.TestSupport;

namespace Impsy.Daemon.Tests.WebSockets;

/// <summary>The channel over real connections, in this process.</summary>
public class WebSocketChannelTests
{
    private static readonly string[] s_threeEvents =
    [
        "/channel/1/noteon/60/127", "/channel/1/cc/42/10",
        "/channel/1/noteoff/60/64", "/channel/1/noteon/62/127",
        "/channel/1/cc/42/20", "/channel/1/noteoff/62/64",
    ];

    [Fact]
    public async Task What_a_page_sends_is_what_the_player_did()
    {
        using TestChannel stage = new TestChannel().Start();
        using TestPage page = await stage.ConnectAsync();
        await page.SendAsync("/channel/1/noteon/60/100");
        await page.SendAsync("/channel/1/cc/42/127\n/channel/1/cc/42/1\r\n\n/channel/1/noteoff/60\n");
        await page.SendAsync("/channel/2/cc/42/5"); // of a channel that nothing is mapped to
        await page.SendAsync("/channel/1/cc/42/64");
        stage.Until(() => stage.Channel.Messages == 5, "not heard");
        Assert.Equal(
            ["sent 0 60 100", "sent 1 127 0", "sent 1 1 0", "lifted 0 60 0", "sent 1 64 0"], stage.TakeInputs());
        Assert.Equal(0, stage.Channel.Refused);
    }

    [Fact]
    public async Task Every_page_gets_what_is_played_in_its_order()
    {
        using TestChannel stage = new TestChannel().Start();
        using TestPage one = await stage.ConnectAsync();
        using TestPage two = await stage.ConnectAsync();
        PlayThreeEvents(stage);
        stage.Until(() => one.Count >= 6 && two.Count >= 6, "not told");
        Assert.Equal(s_threeEvents, one.Lines);
        Assert.Equal(s_threeEvents, two.Lines);
    }

    [Fact]
    public async Task A_page_that_comes_later_is_told_where_the_controllers_stand()
    {
        using TestChannel stage = new TestChannel().Start();
        using TestPage first = await stage.ConnectAsync();
        PlayThreeEvents(stage);
        stage.Until(() => first.Count >= 6, "not told");
        using TestPage later = await stage.ConnectAsync();
        stage.Play(70, 30);
        stage.Until(() => later.Count >= 3, "not told");
        Assert.Equal(["/channel/1/cc/42/20", "/channel/1/noteon/70/127", "/channel/1/cc/42/30"], later.Lines);
    }

    [Fact]
    public async Task Garbage_is_counted_and_the_connection_stays()
    {
        using TestChannel stage = new TestChannel().Start();
        using TestPage page = await stage.ConnectAsync();
        await page.SendAsync("hello\n/channel/1/cc/42/128\n\n/channel/1/cc/42/7");
        await page.SendAsync("");
        await page.SendAsync("/channel/1/cc/42/9"u8.ToArray(), WebSocketMessageType.Binary);
        await page.SendAsync("/channel/1/c"u8.ToArray(), WebSocketMessageType.Text, isWhole: false);
        await page.SendAsync("c/42/8");
        string longest = string.Join('\n', Enumerable.Repeat("/channel/1/cc/1/1", 56)).PadRight(1024);
        await page.SendAsync(longest);
        stage.Until(() => stage.Channel.Refused == 5, $"{stage.Channel.Refused} refused");
        Assert.Equal(["sent 1 7 0", "sent 1 8 0"], stage.TakeInputs());
        Assert.Equal((2, 1), ((int)stage.Channel.Messages, stage.Channel.Clients));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_that_is_too_long_closes_the_connection_with_1009(bool isWhole)
    {
        using TestChannel stage = new TestChannel().Start();
        using TestPage page = await stage.ConnectAsync();
        byte[] message = Encoding.UTF8.GetBytes("/channel/1/cc/42/7\n".PadRight(1025, '\n'));
        await page.SendAsync(message, WebSocketMessageType.Text, isWhole);
        stage.Until(() => page.IsOver && stage.Channel.Clients == 0, "still connected");
        Assert.Equal(1009, page.Closed);
        Assert.Empty(stage.TakeInputs());
    }

    [Fact]
    public async Task What_a_page_holds_is_let_go_when_it_goes_but_not_what_another_holds_too()
    {
        using TestChannel stage = new TestChannel().Start();
        using TestPage one = await stage.ConnectAsync();
        using TestPage two = await stage.ConnectAsync();
        await one.SendAsync("/channel/1/noteon/60/1\n/channel/1/noteon/61/1");
        await one.SendAsync("/channel/1/noteon/62/1\n/channel/1/noteoff/62/1");
        stage.Until(() => stage.Channel.Messages == 4, "not heard");
        await two.SendAsync("/channel/1/noteon/60/1");
        stage.Until(() => stage.Channel.Messages == 5, "not heard");
        stage.TakeInputs();
        one.Dispose();
        stage.Until(() => stage.Channel.Clients == 1, "still connected");
        Assert.Equal(["lifted 0 61 0"], stage.TakeInputs());
        await two.LeaveAsync();
        stage.Until(() => stage.Channel.Clients == 0, "still connected");
        Assert.Equal(["all lifted"], stage.TakeInputs());
    }

    [Fact]
    public async Task A_page_that_does_not_read_is_cut_off_and_the_others_go_on()
    {
        using TestChannel stage = new TestChannel().Start();
        using TestPage page = await stage.ConnectAsync();
        using TcpClient deaf = await stage.ConnectDeafAsync();
        int played = 0;
        while (stage.Channel.SlowClients == 0)
        {
            Assert.True(played < 200_000, "it hears what nobody reads");
            for (int i = 0; i < 100; i++)
                stage.Play(60, ++played % 128);
            stage.Until(() => page.Count >= played, "the other one waits for it"); // and one note-on
        }
        stage.Until(() => stage.Channel.Clients == 1, "still connected");
        stage.Play(60, ++played % 128);
        stage.Until(() => page.Count == played + 1, "the other one hears nothing any more");
        Assert.Single(stage.Log, line => line.Contains("does not read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_of_elsewhere_is_turned_away_with_403_and_told_once()
    {
        using TestChannel stage = new TestChannel("allow_origin = 'https://example.org'").Start();
        for (int i = 0; i < 2; i++)
        {
            WebSocketException refusal = await Assert.ThrowsAsync<WebSocketException>(
                () => TestPage.ConnectAsync(stage.Port, "https://elsewhere.example"));
            Assert.Contains("403", refusal.Message, StringComparison.Ordinal);
        }
        using TestPage named = await stage.ConnectAsync("https://example.org");
        using TestPage local = await stage.ConnectAsync("http://localhost:8000");
        using TestPage own = await stage.ConnectAsync($"http://127.0.0.1:{stage.Port}");
        Assert.Equal(2, stage.Channel.TurnedAway);
        Assert.Single(stage.Log, line => line.Contains("elsewhere.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_33rd_is_turned_away_until_there_is_room()
    {
        using TestChannel stage = new TestChannel().Start();
        List<TestPage> pages = [];
        for (int i = 0; i < 32; i++)
            pages.Add(await stage.ConnectAsync());
        WebSocketException refusal =
            await Assert.ThrowsAsync<WebSocketException>(() => TestPage.ConnectAsync(stage.Port));
        Assert.Contains("503", refusal.Message, StringComparison.Ordinal);
        pages[7].Dispose();
        stage.Until(() => stage.Channel.Clients == 31, "still there");
        pages.Add(await stage.ConnectAsync());
        stage.Play(60, 1);
        stage.Until(() => pages.Where((_, i) => i != 7).All(page => page.Count == 2), "not told");
        pages.ForEach(page => page.Dispose());
        stage.Until(() => stage.Channel.Clients == 0, "still there");
    }

    [Fact]
    public async Task A_browser_that_just_looks_is_told_what_is_here()
    {
        using TestChannel stage = new TestChannel().Start();
        using HttpClient browser = new();
        using HttpResponseMessage answer = await browser.GetAsync(new Uri($"http://127.0.0.1:{stage.Port}/any/path"));
        Assert.Equal(HttpStatusCode.UpgradeRequired, answer.StatusCode);
        Assert.Equal(
            $"This is IMPSY Edge. It speaks WebSocket here: connect to ws://127.0.0.1:{stage.Port}/\n",
            await answer.Content.ReadAsStringAsync());
        using TestPage page = await TestPage.ConnectAsync(stage.Port, path: "/any/path?query");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_once_and_used_when_it_is_free()
    {
        using TcpListener squatter = new(IPAddress.Loopback, 0);
        squatter.Start();
        using TestChannel stage = new TestChannel(port: ((IPEndPoint)squatter.LocalEndpoint).Port).Start();
        string trouble = $"Warning: WebSocket: 127.0.0.1:{stage.Port}: Address already in use; "
            + "trying again every second";
        await Task.Delay(1200); // and a second try
        Assert.Equal([trouble], stage.Log);
        squatter.Stop();
        stage.Until(() => stage.Log.Length > 1, "it does not try again");
        Assert.Equal([trouble, $"Information: WebSocket: listening on 127.0.0.1:{stage.Port}"], stage.Log);
        using TestPage page = await stage.ConnectAsync();
    }

    [Theory]
    [InlineData("nowhere.invalid", "nowhere.invalid: ")]
    [InlineData("192.0.2.1", "192.0.2.1:")]
    public void An_address_that_is_not_there_keeps_nobody(string host, string complaint)
    {
        using TestChannel stage = new TestChannel(host: host).Start();
        stage.Until(() => stage.Log.Length > 0, "not a word");
        Assert.Contains(complaint, Assert.Single(stage.Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_the_end_everything_played_still_arrives_before_the_goodbye()
    {
        using TestChannel stage = new TestChannel().Start();
        using TestPage page = await stage.ConnectAsync();
        PlayThreeEvents(stage);
        stage.Dispose();
        stage.Until(() => page.IsOver, "no goodbye");
        Assert.Equal(s_threeEvents, page.Lines);
        Assert.Equal(1001, page.Closed);
        Assert.Equal(0, stage.Channel.Clients);
    }

    [Fact]
    public async Task One_that_does_not_answer_the_goodbye_is_cut_off()
    {
        using TestChannel stage = new TestChannel(farewellMilliseconds: 50).Start();
        using TcpClient deaf = await stage.ConnectDeafAsync();
        stage.Dispose();
        stage.Until(() => stage.Channel.Clients == 0, "still connected");
    }

    [Fact]
    public void It_ends_as_well_when_nobody_came_and_when_it_was_never_started()
    {
        using (new TestChannel().Start())
        {
        }
        using TestChannel idle = new();
        Assert.Empty(idle.Log);
    }

    private static void PlayThreeEvents(TestChannel stage)
    {
        stage.Play(60, 10);
        stage.Play(62, 10);
        stage.Play(62, 20);
        stage.Silence();
    }
}
