using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Impsy.TestSupport;

/// <summary>A folder, ports and a configuration for one instrument; the folder goes with the test.</summary>
public sealed class TestStage : IDisposable
{
    public TestStage()
    {
        Folder = Directory.CreateTempSubdirectory("impsy-e2e-").FullName;
        InPort = FreePort();
    }

    public string Folder { get; }
    public string Logs => LogFolder ?? Path.Combine(Folder, "logs");
    public const string ModelName = "musicMDRNN-dim9-layers2-units64-mixtures24-scale10-int8.onnx";
    public int InPort { get; }

    /// <summary>Where to log instead of logs in its folder.</summary>
    public string? LogFolder { get; init; }

    public string ServerIp { get; init; } = "127.0.0.1";
    public string ClientIp { get; init; } = "127.0.0.1";

    /// <summary>Where predictions go: the player's own socket.</summary>
    public int OutPort { get; set; } = 9;

    public string Mode { get; init; } = "callresponse";
    public double Threshold { get; init; } = 0.1;
    public bool Autostart { get; init; }
    public bool Verbose { get; init; }
    public double Timescale { get; init; } = 1;
    public bool LogPredictions { get; init; } = true;

    /// <summary>Null: the shipped one. Empty: none.</summary>
    public string? Model { get; init; }

    /// <summary>More lines for the [interaction] table.</summary>
    public string Interaction { get; init; } = "";

    /// <summary>A link elsewhere that goes with the test, too.</summary>
    public string? Link { get; init; }

    /// <summary>More lines for the [osc] table, or whole tables after it.</summary>
    public string More { get; init; } = "";

    public string WriteConfig()
    {
        string path = Path.Combine(Folder, "config.toml");
        string model = Model ?? Path.Combine(Path.GetDirectoryName(NativeInstrument.Executable)!, "models", ModelName);
        File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $"""
            title = "end to end"
            verbose = {(Verbose ? "true" : "false")}
            log_predictions = {(LogPredictions ? "true" : "false")}
            [interaction]
            mode = "{Mode}"
            threshold = {Threshold}
            {(Autostart ? "autostart = true" : "")}
            {Interaction}
            [model]
            dimension = 9
            file = "{model}"
            timescale = {Timescale}
            [osc]
            server_ip = "{ServerIp}"
            server_port = {InPort}
            client_ip = "{ClientIp}"
            client_port = {OutPort}
            {More}
            """));
        return path;
    }

    /// <summary>The lines of every log, in order of the files' names.</summary>
    public string[] LogLines() => Directory.Exists(Logs)
        ? [.. Directory.GetFiles(Logs, "*.log").Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines)]
        : [];

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        if (Link is not null)
            File.Delete(Link);
    }

    /// <summary>Free a moment ago, which on loopback is as good as it gets.</summary>
    public static int FreePort()
    {
        using UdpClient socket = new(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }
}
