using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Service;

/// <summary>Serves the control socket, on a thread of its own. Who may talk to it, its file's group decides.</summary>
internal sealed class ControlServer : IDisposable
{
    private const UnixFileMode OwnerAndGroup =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private readonly EventFd _stop = new();
    private readonly ControlHandler _handler;
    private readonly UnixLineServer _server;
    private readonly Thread _thread;

    /// <param name="handler">Owned from now on.</param>
    /// <exception cref="IOException">Path and reason; e.g. another instrument listens there.</exception>
    public ControlServer(string path, ControlHandler handler)
    {
        _handler = handler;
        try
        {
            _server = new UnixLineServer(path, OwnerAndGroup, handler.Answer, ControlHandler.TooLong, _stop);
        }
        catch (IOException)
        {
            handler.Dispose();
            _stop.Dispose();
            throw;
        }
        _thread = new Thread(_server.Run) { Name = "control", IsBackground = true };
    }

    public void Start() => _thread.Start();

    public void Dispose()
    {
        _stop.Ring();
        _thread.Join();
        _server.Dispose();
        _handler.Dispose();
        _stop.Dispose();
    }
}
