using System.Net.Sockets;
using System.Text;

namespace Impsy.EndToEnd.Tests;

/// <summary>
/// What systemd does for a service, without systemd: folders for its state and its run, and a socket that it tells its
/// news to. Plays the native binary, again and again, as a service is restarted.
/// </summary>
internal sealed class ServiceStage : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly Thread _listener;
    private readonly List<string> _news = [];

    /// <param name="stage">Owned from now on.</param>
    /// <param name="isAbstract">Whether its socket has no path.</param>
    public ServiceStage(TestStage stage, bool isAbstract = false)
    {
        Stage = stage;
        RuntimeFolder = Directory.CreateDirectory(Path.Combine(stage.Folder, "run")).FullName;
        StateFolder = Directory.CreateDirectory(Path.Combine(stage.Folder, "state")).FullName;
        Models = Directory.CreateDirectory(Path.Combine(stage.Folder, "models")).FullName;
        NotifySocket = isAbstract ? $"@impsy-{Guid.NewGuid():N}" : Path.Combine(RuntimeFolder, "notify");
        _socket.Bind(new UnixDomainSocketEndPoint(isAbstract ? "\0" + NotifySocket[1..] : NotifySocket));
        _listener = new Thread(Listen) { IsBackground = true };
        _listener.Start();
    }

    public TestStage Stage { get; }
    public string RuntimeFolder { get; }
    public string StateFolder { get; }
    public string Models { get; }
    public string NotifySocket { get; }
    public string ControlPath => Path.Combine(RuntimeFolder, "control.sock");
    public string ConfigPath => Path.Combine(Stage.Folder, "config.toml");

    /// <summary>The one that ships.</summary>
    public static string ShippedModel { get; } =
        Path.Combine(Path.GetDirectoryName(NativeInstrument.Executable)!, "models", TestStage.ModelName);

    /// <summary>What it has told systemd, datagram by datagram.</summary>
    public IReadOnlyList<string> News
    {
        get
        {
            lock (_news)
                return [.. _news];
        }
    }

    /// <summary>What `systemctl status` would show.</summary>
    public string Status => News.LastOrDefault(news => news.StartsWith("STATUS=", StringComparison.Ordinal)) ?? "";

    /// <summary>The environment that systemd gives a service.</summary>
    /// <param name="more">Such as "WATCHDOG_USEC=400000".</param>
    public string[] Environment(params string[] more) =>
    [
        "env", $"NOTIFY_SOCKET={NotifySocket}", $"RUNTIME_DIRECTORY={RuntimeFolder}", $"STATE_DIRECTORY={StateFolder}",
            .. more,
    ];

    /// <summary>Writes the configuration and starts the service.</summary>
    public NativeInstrument Play()
    {
        Stage.WriteConfig();
        return Restart();
    }

    /// <summary>Starts it with the configuration that is there, and waits until it is ready.</summary>
    /// <param name="arguments">More of impsy run's.</param>
    public NativeInstrument Restart(params string[] arguments)
    {
        int before = News.Count(news => news == "READY=1");
        NativeInstrument instrument = Launch(arguments);
        try
        {
            WaitForNews("READY=1", before + 1, () => instrument.Output);
            instrument.WaitForOutput("ready: "); // what it says comes by another way
        }
        catch
        {
            instrument.Dispose();
            throw;
        }
        return instrument;
    }

    public NativeInstrument Launch(params string[] arguments) => NativeInstrument.LaunchUnder(
        Environment(), Stage.Folder, ["run", "-c", ConfigPath, "-l", Stage.Logs, .. arguments]);

    public void WaitForNews(string news, int count, Func<string> complaint) => Wait.Until(
        () => News.Count(told => told == news) >= count, s_patience, () => $"no '{news}': {complaint()}");

    /// <summary>Changes the text of the configuration.</summary>
    public void Edit(string from, string to)
    {
        string text = File.ReadAllText(ConfigPath);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(ConfigPath, text.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>impsy with --control at its end, run to its end.</summary>
    public FinishedRun Command(params string[] arguments) =>
        FinishedRun.Of(Stage.Folder, [.. arguments, "--control", ControlPath]);

    public void Dispose()
    {
        _socket.Dispose();
        _listener.Join();
        Stage.Dispose();
    }

    private void Listen()
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (true)
            {
                string news = Encoding.UTF8.GetString(buffer, 0, _socket.Receive(buffer));
                lock (_news)
                    _news.Add(news);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // disposed of
        }
    }
}
