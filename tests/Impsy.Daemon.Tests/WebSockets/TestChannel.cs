using System.Net;
using System.Net.Sockets;
using System.Text;
using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Midi;
using Impsy.Daemon.Models;
using Impsy.Daemon.Tests.Logs;
using Impsy.Daemon.Timing;
using Impsy.Daemon.WebSockets;
using Impsy.Hardware.Linux;
using Impsy.TestSupport;

namespace Impsy.Daemon.Tests.WebSockets;

/// <summary>A channel of two controls, a note and a controller; the test is the performance thread.</summary>
internal sealed class TestChannel : IDisposable
{
    private const int Controls = 2;
    private const string Mapping = "[['note_on', 1], ['control_change', 1, 42]]";
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly EventFd _bell = new();
    private readonly ModelLoader _models;
    private readonly ListLogger _logger = new();
    private long _now = MonotonicClock.Now();
    private bool _isDisposed;

    /// <param name="lines">More of the [websocket] table.</param>
    public TestChannel(
        string lines = "", int? port = null, string host = "127.0.0.1", int farewellMilliseconds = 20_000)
    {
        Port = port ?? TestPage.FreePort();
        InstrumentConfig config = Load($"server_ip = '{host}'\nserver_port = {Port}\n{lines}").Config!;
        CommandQueue commands = new(_bell);
        _models = new ModelLoader("/nowhere", Controls + 1, commands, _logger);
        MidiParts parts = new(config, _bell, commands, _models);
        Channel = new WebSocketChannel(config.WebSocket!, Controls, parts, _logger, farewellMilliseconds);
    }

    public WebSocketChannel Channel { get; }
    public int Port { get; }
    public string[] Log => _logger.Lines;

    public static WebSocketConfig Config(string lines) => Load(lines).Config!.WebSocket!;

    public static IEnumerable<string> Problems(string line) =>
        Parse($"[websocket]\ninput = [[]]\n{line}\n[model]\ndimension = 2").Problems.Select(p => p.ToString());

    public TestChannel Start()
    {
        Channel.Start();
        return this;
    }

    /// <summary>A page that is connected, and may be played to.</summary>
    public async Task<TestPage> ConnectAsync(string? origin = null)
    {
        int before = Channel.Clients;
        TestPage page = await TestPage.ConnectAsync(Port, origin);
        Until(() => Channel.Clients > before, "it is not connected");
        return page;
    }

    /// <summary>One that is connected, and never reads.</summary>
    public async Task<TcpClient> ConnectDeafAsync()
    {
        int before = Channel.Clients;
        TcpClient client = new() { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(IPAddress.Loopback, Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            "GET / HTTP/1.1\r\nHost: impsy\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        Until(() => Channel.Clients > before, "it is not connected");
        return client;
    }

    /// <summary>An event of the model, a millisecond after the last.</summary>
    public void Play(int note, int controller) =>
        Channel.Outputs[0].Play(_now += 1_000_000, 1_000_000, [note / 127f, controller / 127f], 3);

    /// <summary>The end of the model's playing.</summary>
    public void Silence() => Channel.Outputs[0].ReleaseAll(_now += 1_000_000);

    /// <summary>What the player did since the last look, each as "sent lifted value velocity".</summary>
    public List<string> TakeInputs()
    {
        List<string> inputs = [];
        while (Channel.Inputs.TryPeek())
        {
            PlayerInput input = Channel.Inputs.Head;
            int control = (input.Sent | input.Lifted) == 2 ? 1 : 0;
            string what = input.Sent != 0 ? "sent" : "lifted";
            inputs.Add(input.AllLifted
                ? "all lifted"
                : $"{what} {control} {input.Values[control] * 127:0} {input.Velocity}");
            Channel.Inputs.Advance();
        }
        return inputs;
    }

    public void Until(Func<bool> done, string complaint) =>
        Wait.Until(done, Patience, () => $"{complaint}; the log:\n{string.Join('\n', Log)}");

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        Channel.Dispose();
        _models.Dispose();
        _bell.Dispose();
    }

    private static ConfigLoad Load(string lines) =>
        Parse($"[model]\ndimension = 3\n[websocket]\ninput = {Mapping}\noutput = {Mapping}\n{lines}");

    private static ConfigLoad Parse(string text) => ConfigFile.Parse("x", Encoding.UTF8.GetBytes(text));
}
