using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Impsy.Daemon.Commands;

/// <summary>A connection to an instrument that runs on this machine. One thread.</summary>
internal sealed class ControlClient : IDisposable
{
    /// <summary>Where a service listens.</summary>
    public const string DefaultPath = "/run/impsy/control.sock";

    private const int PatienceMilliseconds = 5000;

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
    {
        ReceiveTimeout = PatienceMilliseconds,
        SendTimeout = PatienceMilliseconds,
    };

    private readonly byte[] _buffer = new byte[65_536];

    /// <exception cref="IOException">Nobody listens there, or not to us: says what would help.</exception>
    public ControlClient(string path)
    {
        try
        {
            _socket.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            _socket.Dispose();
            string help = failure is SocketException { SocketErrorCode: SocketError.AccessDenied }
                ? "you need to be in the group of the service, or root"
                : "does the instrument run, as a service or with --control PATH?";
            throw new IOException($"{path}: {failure.Message}; {help}");
        }
    }

    /// <summary>Asks for everything there is to tell.</summary>
    /// <returns>The answer, to be disposed of.</returns>
    public JsonDocument AskStatus() => Ask("{\"command\":\"status\"}\n");

    /// <param name="line">A request with its line end.</param>
    /// <exception cref="IOException">The instrument has gone, or answers something else.</exception>
    public JsonDocument Ask(string line)
    {
        try
        {
            _socket.Send(Encoding.UTF8.GetBytes(line));
            int length = 0;
            while (length == 0 || _buffer[length - 1] != '\n')
            {
                int count = _socket.Receive(_buffer.AsSpan(length));
                if (count == 0)
                    throw new IOException("the instrument has gone");
                length += count;
            }
            return JsonDocument.Parse(_buffer.AsMemory(0, length).ToArray());
        }
        catch (Exception failure) when (failure is SocketException or JsonException)
        {
            throw new IOException($"the instrument does not answer: {failure.Message}");
        }
    }

    public void Dispose() => _socket.Dispose();
}
