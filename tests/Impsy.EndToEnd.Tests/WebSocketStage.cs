using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Impsy.EndToEnd.Tests;

/// <summary>An instrument with a WebSocket channel of eight controls: a note and the controllers 42 to 48.</summary>
internal static class WebSocketStage
{
    private const string Mapping = """
        [["note_on", 1], ["control_change", 1, 42], ["control_change", 1, 43], ["control_change", 1, 44],
        ["control_change", 1, 45], ["control_change", 1, 46], ["control_change", 1, 47], ["control_change", 1, 48]]
        """;

    private const string Handshake = "GET / HTTP/1.1\r\nHost: impsy\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    /// <param name="interaction">More of the [interaction] table.</param>
    /// <param name="channel">More of the [websocket] table.</param>
    public static TestStage Create(
        int port, string mode, string interaction = "", string channel = "", double timescale = 1) => new()
        {
            Mode = mode,
            Interaction = interaction,
            Timescale = timescale,
            More = $"""
                [websocket]
                server_port = {port}
                {channel}
                input = {Mapping}
                output = {Mapping}
                """,
        };

    /// <summary>Starts it and waits until it listens.</summary>
    public static NativeInstrument Play(TestStage stage)
    {
        NativeInstrument instrument = NativeInstrument.Play(stage);
        instrument.WaitForOutput("WebSocket: listening");
        return instrument;
    }

    /// <summary>A connection that has shaken hands and does nothing more by itself.</summary>
    public static async Task<TcpClient> ConnectRawAsync(int port, bool shakesHands = true)
    {
        TcpClient client = new() { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(IPAddress.Loopback, port);
        if (shakesHands)
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Handshake));
        return client;
    }

    /// <summary>The notes that are struck and not ended, by what a page was told.</summary>
    public static HashSet<string> Sounding(TestPage page)
    {
        HashSet<string> notes = [];
        foreach (string[] parts in page.Lines.Select(line => line.Split('/')))
        {
            if (parts[3] == "noteon")
                notes.Add(parts[4]);
            else if (parts[3] == "noteoff")
                notes.Remove(parts[4]);
        }
        return notes;
    }
}
