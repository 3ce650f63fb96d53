using System.Net;
using System.Net.Sockets;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Impsy.Daemon.WebSockets;

/// <summary>
/// Kestrel on one address: HTTP/1.1, no more of it than WebSockets need. An address that is taken or a name that does
/// not resolve is told once and tried again every second, on a thread of its own; the instrument plays on meanwhile,
/// and Kestrel is started only when there is an address.
/// </summary>
/// <param name="host">An address of this machine, 0.0.0.0 or :: for all, or a name.</param>
/// <param name="serve">Answers a request; many at once, on threads of the pool.</param>
internal sealed partial class WebSocketListener(string host, int port, RequestDelegate serve, ILogger logger)
    : IDisposable
{
    private const int RetryMilliseconds = 1000;
    private const int CloseMilliseconds = 100;
    private const int Backlog = 64;
    private const int MaxConnections = 64; // twice the clients: one that reconnects may be there twice for a moment

    // What a client does not read piles up in buffers before its queue fills: 30 bytes a message would be a long while.
    private const int SendBuffer = 4096;

    private static readonly TimeSpan s_headers = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_keepAlive = TimeSpan.FromSeconds(15);

    private readonly EventFd _stop = new();
    private readonly ManualResetEventSlim _tried = new();
    private Thread? _opener;
    private ServiceProvider? _parts; // of Kestrel
    private IServer? _server;
    private Socket? _socket;
    private string? _trouble;
    private volatile bool _stopping;
    private volatile bool _asking; // for the address of a name

    /// <summary>Waits for the first try to take the address, but neither for a name nor for Kestrel.</summary>
    public void Start()
    {
        _opener = new Thread(Open) { Name = "websocket", IsBackground = true };
        _opener.Start();
        if (HostResolver.TryParse(host, out _))
            _tried.Wait();
    }

    /// <summary>Cuts what is still connected. Leaves a thread behind that is asking for a name, as OSC does.</summary>
    public void Dispose()
    {
        _stopping = true;
        _stop.Ring();
        while (_opener is { IsAlive: true } && !_opener.Join(CloseMilliseconds))
        {
            if (_asking)
                return;
        }
        _server?.StopAsync(new CancellationToken(canceled: true)).GetAwaiter().GetResult();
        _parts?.Dispose();
        _socket?.Dispose();
        _stop.Dispose();
        _tried.Dispose();
    }

    private void Open()
    {
        while (!_stopping)
        {
            bool bound = TryBind();
            _tried.Set();
            if (bound)
            {
                _parts = BuildParts(_socket!);
                _server = _parts.GetRequiredService<IServer>();
                _server.StartAsync(new Application(serve), default).GetAwaiter().GetResult();
                LogListening(_socket!.LocalEndPoint!);
                return;
            }
            _stop.Wait(RetryMilliseconds);
        }
    }

    private bool TryBind()
    {
        _asking = true;
        bool known = HostResolver.TryResolve(host, out IPAddress? address, out string? problem);
        _asking = false;
        if (!known)
            return Trouble(problem!);
        IPEndPoint endPoint = new(address!, port);
        Socket socket = new(address!.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            SendBufferSize = SendBuffer,
        };
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(endPoint);
            socket.Listen(Backlog); // two may be bound to a port; only one can listen
            _socket = socket;
            return true;
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            return Trouble($"{endPoint}: {failure.Message}");
        }
    }

    private bool Trouble(string problem)
    {
        if (problem != _trouble)
            LogTrouble(problem);
        _trouble = problem;
        return false;
    }

    private static ServiceProvider BuildParts(Socket socket)
    {
        KestrelParts parts = new();
        parts.Services.Configure<KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxConcurrentConnections = MaxConnections;
            options.Limits.MaxRequestBodySize = 0;
            options.Limits.MaxResponseBufferSize = SendBuffer;
            options.Limits.RequestHeadersTimeout = s_headers;
            options.Limits.KeepAliveTimeout = s_headers; // of a connection between two plain requests
            options.Listen((IPEndPoint)socket.LocalEndPoint!, listen => listen.Protocols = HttpProtocols.Http1);
        });
        parts.Services.Configure<SocketTransportOptions>(options =>
        {
            options.CreateBoundListenSocket = _ => socket;
            options.Backlog = Backlog;
            options.MaxWriteBufferSize = SendBuffer;
        });
        return parts.Services.BuildServiceProvider();
    }

    [LoggerMessage(LogLevel.Information, "WebSocket: listening on {EndPoint}")]
    private partial void LogListening(EndPoint endPoint);

    [LoggerMessage(LogLevel.Warning, "WebSocket: {Problem}; trying again every second")]
    private partial void LogTrouble(string problem);

    /// <summary>What a web host would build, without the host: each request goes through the handshake to us.</summary>
    private sealed class Application(RequestDelegate serve) : IHttpApplication<HttpContext>
    {
        private readonly WebSocketMiddleware _handshake = new(
            serve,
            Options.Create(new WebSocketOptions { KeepAliveInterval = s_keepAlive, KeepAliveTimeout = s_keepAlive }),
            NullLoggerFactory.Instance);

        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => _handshake.Invoke(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
