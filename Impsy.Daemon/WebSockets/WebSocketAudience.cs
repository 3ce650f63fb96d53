using System.Diagnostics;
using System.Net.WebSockets;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Midi;

namespace Impsy.Daemon.WebSockets;

/// <summary>
/// Who is connected, and the thread that takes what is played from the ring, formats it once and gives it to everyone's
/// queue. It waits for none of them: one whose queue is full is cut off.
/// </summary>
internal sealed partial class WebSocketAudience : IDisposable
{
    public const int MaxClients = 32;

    private readonly EventFd _bell = new();
    private readonly Lock _lock = new();
    private readonly List<WebSocketClient> _clients = [];
    private readonly LatestValues _values = new();
    private readonly int _farewellMilliseconds;
    private readonly ILogger _logger;
    private readonly Thread _sender;
    private volatile bool _stopping;
    private int _count;
    private long _slow;

    /// <param name="farewellMilliseconds">How long those that do not answer are waited for at the end.</param>
    public WebSocketAudience(int farewellMilliseconds, ILogger logger)
    {
        _farewellMilliseconds = farewellMilliseconds;
        _logger = logger;
        Sink = new WebSocketSink(_bell);
        _sender = new Thread(SendAll) { Name = "websocket out", IsBackground = true };
    }

    /// <summary>Where the performance thread puts what is played.</summary>
    public WebSocketSink Sink { get; }

    /// <summary>Connected, or about to be.</summary>
    public int Clients => Volatile.Read(ref _count);

    /// <summary>Clients that were cut off because they did not read.</summary>
    public long SlowClients => Volatile.Read(ref _slow);

    public void Start() => _sender.Start();

    /// <summary>
    /// From here on what is played waits for it, and first of all where every controller stands. Called before the
    /// handshake is answered: whoever is connected has missed nothing.
    /// </summary>
    /// <returns>False when there are enough already, or it ends.</returns>
    public bool TryJoin(WebSocketClient client)
    {
        lock (_lock)
        {
            if (_clients.Count == MaxClients || _stopping)
                return false;
            foreach (MidiMessage value in _values.All)
            {
                if (MidiLine.TryFormat(value, out MidiLine line))
                    client.TrySend(line);
            }
            _clients.Add(client);
            Volatile.Write(ref _count, _clients.Count);
            return true;
        }
    }

    public void Leave(WebSocketClient client)
    {
        lock (_lock)
            Remove(client);
    }

    /// <summary>
    /// Everything that is in the ring still goes to everyone, then they are told that it ends, and those that do not
    /// answer in time are cut off. Nothing may be put into the ring any more.
    /// </summary>
    public void Dispose()
    {
        Stopwatch watch = Stopwatch.StartNew();
        _stopping = true;
        _bell.Ring();
        if (_sender.IsAlive)
            _sender.Join();
        lock (_lock)
            _clients.ForEach(client => client.Close(WebSocketCloseStatus.EndpointUnavailable));
        while (Clients > 0 && watch.ElapsedMilliseconds < _farewellMilliseconds)
            Thread.Sleep(1);
        lock (_lock)
            _clients.ForEach(client => client.Abort());
        _bell.Dispose();
    }

    private void SendAll()
    {
        while (true)
        {
            bool last = _stopping; // looked at before the ring, so that nothing is left in it
            while (Sink.TryTake(out MidiMessage message))
                SendToAll(message);
            if (last)
                return;
            _bell.Wait(-1);
        }
    }

    private void SendToAll(in MidiMessage message)
    {
        if (!MidiLine.TryFormat(message, out MidiLine line))
            return;
        lock (_lock)
        {
            _values.Follow(message);
            for (int i = _clients.Count - 1; i >= 0; i--)
            {
                if (_clients[i].TrySend(line))
                    continue;
                _clients[i].Abort();
                Remove(_clients[i]);
                Volatile.Write(ref _slow, _slow + 1);
                LogSlow();
            }
        }
    }

    private void Remove(WebSocketClient client)
    {
        _clients.Remove(client);
        Volatile.Write(ref _count, _clients.Count);
    }

    [LoggerMessage(LogLevel.Warning, "WebSocket: a client that does not read what it is sent was cut off")]
    private partial void LogSlow();
}
