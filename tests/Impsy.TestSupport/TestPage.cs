using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace Impsy.TestSupport;

/// <summary>What a page in a browser is to the instrument: it sends lines and keeps those that come.</summary>
public sealed class TestPage : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket;
    private readonly List<string> _lines = [];
    private readonly Task _listening;

    private TestPage(ClientWebSocket socket)
    {
        _socket = socket;
        _listening = ListenAsync();
    }

    /// <summary>Everything that came, one message each.</summary>
    public string[] Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public int Count
    {
        get
        {
            lock (_lines)
                return _lines.Count;
        }
    }

    /// <summary>Why the other side closed the connection; null: it did not, or cut it.</summary>
    public int? Closed => (int?)_socket.CloseStatus;

    public bool IsOver => _listening.IsCompleted;

    /// <summary>Free a moment ago; of the half of ports that Linux does not give to those who connect.</summary>
    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <param name="origin">Whose page it is; null: a program that is no browser.</param>
    public static async Task<TestPage> ConnectAsync(int port, string? origin = null, string path = "/")
    {
        ClientWebSocket socket = new();
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin);
        using CancellationTokenSource patience = new(s_patience);
        try
        {
            await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}{path}"), patience.Token);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        return new TestPage(socket);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public async Task SendAsync(byte[] message, WebSocketMessageType type, bool isWhole = true)
    {
        using CancellationTokenSource patience = new(s_patience);
        await _socket.SendAsync(message, type, isWhole, patience.Token);
    }

    /// <summary>Says goodbye and waits for the answer.</summary>
    public async Task LeaveAsync()
    {
        using CancellationTokenSource patience = new(s_patience);
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
        await _listening.WaitAsync(s_patience);
    }

    /// <summary>Goes without a word.</summary>
    public void Dispose()
    {
        _socket.Abort();
        _socket.Dispose();
    }

    private async Task ListenAsync()
    {
        byte[] buffer = new byte[1024];
        try
        {
            while (true)
            {
                WebSocketReceiveResult message = await _socket.ReceiveAsync(buffer, default);
                if (message.MessageType == WebSocketMessageType.Close)
                {
                    if (_socket.State == WebSocketState.CloseReceived)
                        await _socket.CloseOutputAsync(_socket.CloseStatus!.Value, null, default);
                    return;
                }
                lock (_lines)
                    _lines.Add(Encoding.UTF8.GetString(buffer, 0, message.Count));
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // cut, by whichever side
        }
    }
}
