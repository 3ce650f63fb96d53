using System.Net.WebSockets;
using System.Threading.Channels;

namespace Impsy.Daemon.WebSockets;

/// <summary>
/// One page or program that is connected. What it sends is handed on as it comes; what it is sent waits in a queue of
/// its own, so that one which does not read holds nobody up. Messages are exchanged without allocation; its end may
/// cost an exception.
/// </summary>
/// <param name="room">Messages that may wait.</param>
/// <param name="abort">Cuts the connection; any thread.</param>
internal sealed class WebSocketClient(int room, Action abort)
{
    /// <summary>Bytes of the longest message that is read; it may have many lines.</summary>
    public const int LongestMessage = 1024;

    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(1);

    private readonly Channel<MidiLine> _queue = Channel.CreateBounded<MidiLine>(
        new BoundedChannelOptions(room) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly byte[] _received = new byte[LongestMessage + 1];
    private readonly byte[] _sent = new byte[MidiLine.Capacity];
    private WebSocketCloseStatus _closing = WebSocketCloseStatus.NormalClosure;

    /// <summary>Any thread: the connection is cut, whatever is under way.</summary>
    public void Abort() => abort();

    /// <summary>Any thread, one at a time.</summary>
    /// <returns>False when too many wait: the client does not read.</returns>
    public bool TrySend(in MidiLine line) => _queue.Writer.TryWrite(line);

    /// <summary>Any thread: what waits is still sent, then the connection is closed for this reason.</summary>
    public void Close(WebSocketCloseStatus reason)
    {
        _closing = reason;
        _queue.Writer.TryComplete();
    }

    /// <summary>Until it is gone. Once.</summary>
    /// <param name="socket">Not owned.</param>
    /// <param name="take">Gets each text message, which is empty for one that is not text.</param>
    public async Task RunAsync(WebSocket socket, Action<ReadOnlyMemory<byte>> take)
    {
        Task sending = SendAllAsync(socket);
        try
        {
            await ReceiveAllAsync(socket, take);
        }
        finally
        {
            _queue.Writer.TryComplete(); // and so the sending ends
            await sending;
        }
        // A connection that is cut while the other side still sends may take the reason with it.
        using CancellationTokenSource enough = new(s_farewell);
        while (socket.State == WebSocketState.CloseSent)
            await socket.ReceiveAsync(_received.AsMemory(), enough.Token);
    }

    // One method for all messages: one for each would make a garbage object each time it has to wait.
    private async Task ReceiveAllAsync(WebSocket socket, Action<ReadOnlyMemory<byte>> take)
    {
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(_received.AsMemory(length), default);
            if (part.MessageType == WebSocketMessageType.Close)
                return;
            length += part.Count;
            if (length > LongestMessage)
            {
                Close(WebSocketCloseStatus.MessageTooBig);
                return;
            }
            if (!part.EndOfMessage)
                continue;
            take(part.MessageType == WebSocketMessageType.Text ? _received.AsMemory(0, length) : default);
            length = 0;
        }
    }

    private async Task SendAllAsync(WebSocket socket)
    {
        ChannelReader<MidiLine> queue = _queue.Reader;
        while (await queue.WaitToReadAsync())
        {
            while (queue.TryRead(out MidiLine line))
            {
                int length = line.CopyTo(_sent);
                await socket.SendAsync(_sent.AsMemory(0, length), WebSocketMessageType.Text, true, default);
            }
        }
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(_closing, null, default);
    }
}
