using System.Net.WebSockets;
using Impsy.Daemon.Channels;
using Impsy.Daemon.Config;
using Impsy.Daemon.Midi;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;
using Microsoft.AspNetCore.Http;

namespace Impsy.Daemon.WebSockets;

/// <summary>
/// The WebSocket channel: pages and programs that connect are one port, which is played on and plays, in MIDI as text.
/// The performance thread meets it at a ring on either side; everything else happens on threads of its own and
/// Kestrel's, which exist only between <see cref="Start"/> and <see cref="Dispose"/>.
/// </summary>
internal sealed partial class WebSocketChannel : IChannel
{
    // 500 events of 8 controls, more than a page can show. A burst of an event or two goes at once, and fits into the
    // queue of a client that is just reading.
    private const int MessagesPerSecond = 4000;
    private const int QueueLength = 256;
    private const int LongestOrigin = 200; // in the log: it is a stranger's text

    private readonly OriginRules _origins;
    private readonly WebSocketInput _input;
    private readonly WebSocketAudience _audience;
    private readonly WebSocketListener _listener;
    private readonly ILogger _logger;
    private readonly int _room;
    private long _turnedAway;
    private int _originTold;

    /// <param name="controls">Of the model, D-1; entries of a mapping for more controls are left out, and told.</param>
    /// <param name="parts">What all MIDI channels share.</param>
    /// <param name="farewellMilliseconds">
    /// For those that do not answer, of the 200 in which the whole instrument ends.
    /// </param>
    public WebSocketChannel(
        WebSocketConfig config, int controls, MidiParts parts, ILogger logger, int farewellMilliseconds = 120)
    {
        _logger = logger;
        _origins = new OriginRules(config.AllowOrigin);
        Inputs = new InputQueue(parts.Bell);
        _input = new WebSocketInput(parts.CreateReceiver(Fitting(config.Input, controls, "input"), Inputs));
        _audience = new WebSocketAudience(farewellMilliseconds, logger);
        List<MidiMapping> mappings = Fitting(config.Output, controls, "output");
        _room = QueueLength + mappings.Count; // where each controller stands is the first that a client gets
        if (mappings.Count > 0)
            Outputs = [parts.CreateOutput(mappings, _audience.Sink, WireBudget.PerSecond(MessagesPerSecond))];
        _listener = new WebSocketListener(config.ServerIp, config.ServerPort, ServeAsync, logger);
    }

    /// <summary>Even without a mapping: what comes may be commands.</summary>
    public InputQueue Inputs { get; }
    InputQueue? IChannel.Inputs => Inputs;

    /// <summary>One or none.</summary>
    public IReadOnlyList<IOutput> Outputs { get; } = [];

    /// <summary>Connected at the moment.</summary>
    public int Clients => _audience.Clients;

    /// <summary>Messages that were commands or inputs.</summary>
    public long Messages => _input.Messages;

    /// <summary>Lines that are no MIDI, and messages that are no text.</summary>
    public long Refused => _input.Refused;

    /// <summary>Clients that were cut off because they did not read.</summary>
    public long SlowClients => _audience.SlowClients;

    /// <summary>Connections refused: pages that may not, and those beyond the greatest number.</summary>
    public long TurnedAway => Volatile.Read(ref _turnedAway);

    public void Start()
    {
        _audience.Start();
        _listener.Start();
    }

    /// <summary>The performance thread has ended: its last messages go out before the connections are closed.</summary>
    public void Dispose()
    {
        _audience.Dispose();
        _listener.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            await AnswerAsync(context, StatusCodes.Status426UpgradeRequired,
                $"This is IMPSY Edge. It speaks WebSocket here: connect to ws://{context.Request.Host}/\n");
        }
        else if (context.Request.Headers.Origin.ToString() is var origin
            && !_origins.Allows(origin, context.Request.Host.Host))
        {
            if (Interlocked.Exchange(ref _originTold, 1) == 0)
                LogOrigin(origin.Length <= LongestOrigin ? origin : origin[..LongestOrigin]);
            const string Reason = "[websocket] allow_origin does not name this page.\n";
            await TurnAwayAsync(context, StatusCodes.Status403Forbidden, Reason);
        }
        else
        {
            WebSocketClient client = new(_room, context.Abort);
            const string Reason = "There are too many connections already.\n";
            await (_audience.TryJoin(client)
                ? ConnectAsync(context, client)
                : TurnAwayAsync(context, StatusCodes.Status503ServiceUnavailable, Reason));
        }
    }

    private async Task ConnectAsync(HttpContext context, WebSocketClient client)
    {
        HeldNotes hand = _input.Join();
        try
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            await client.RunAsync(socket, text => _input.Take(hand, text.Span, MonotonicClock.Now()));
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            // However a connection ends, it has ended.
        }
        catch (Exception failure) // a bug in one connection must not end the instrument, but must be known
        {
            LogFailure(failure);
        }
        finally
        {
            _input.Leave(hand, MonotonicClock.Now());
            _audience.Leave(client);
        }
    }

    private Task TurnAwayAsync(HttpContext context, int status, string reason)
    {
        Interlocked.Increment(ref _turnedAway);
        return AnswerAsync(context, status, reason);
    }

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text);
    }

    private List<MidiMapping> Fitting(IReadOnlyList<MidiMapping> mappings, int controls, string key)
    {
        List<MidiMapping> fitting = [.. mappings.Where(mapping => mapping.Control < controls)];
        if (fitting.Count < mappings.Count)
            LogTooMany(key, controls);
        return fitting;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "[websocket] {Key} has more entries than the model has controls, {Controls}: the rest is not used")]
    private partial void LogTooMany(string key, int controls);

    [LoggerMessage(
        LogLevel.Warning,
        "WebSocket: a page of {Origin} was turned away; [websocket] allow_origin = [\"{Origin}\"] lets it in")]
    private partial void LogOrigin(string origin);

    [LoggerMessage(LogLevel.Error, "WebSocket: a connection failed")]
    private partial void LogFailure(Exception failure);
}
