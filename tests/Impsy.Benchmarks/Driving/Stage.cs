using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Impsy.Benchmarks.Predictions;

namespace Impsy.Benchmarks.Driving;

/// <summary>A folder, ports and a configuration for one instrument. The folder goes when this is disposed of.</summary>
internal sealed class Stage : IDisposable
{
    public Stage()
    {
        Folder = Directory.CreateTempSubdirectory("impsy-benchmark-").FullName;
        InPort = FreePort();
    }

    public string Folder { get; }

    public string Logs => Path.Combine(Folder, "logs");

    /// <summary>Where the instrument listens.</summary>
    public int InPort { get; }

    /// <summary>Where it sends: a socket of whoever measures.</summary>
    public required int OutPort { get; init; }

    public required string Mode { get; init; }

    public bool Autostart { get; init; }

    public bool InputThru { get; init; }

    /// <summary>More sections of the configuration.</summary>
    public string More { get; init; } = "";

    public double Timescale { get; init; } = 1;

    /// <summary>A model file's bytes; null for the model of nine values that ships.</summary>
    public byte[]? Model { get; init; }

    /// <summary>Of the published instrument.</summary>
    public required string Executable { get; init; }

    /// <summary>Logs of the player and the model are on, as on stage when somebody collects performances.</summary>
    public string WriteConfig()
    {
        string model = Path.Combine(Folder, "model.onnx");
        string shipped = Path.Combine(Path.GetDirectoryName(Executable)!, "models");
        File.WriteAllBytes(model, Model
            ?? File.ReadAllBytes(Directory.GetFiles(shipped, $"*-dim{BenchmarkModels.Dimension}-*.onnx").Single()));
        string config = Path.Combine(Folder, "config.toml");
        File.WriteAllText(config, string.Create(CultureInfo.InvariantCulture, $"""
            title = "benchmark"
            log_predictions = true
            [interaction]
            mode = "{Mode}"
            autostart = {(Autostart ? "true" : "false")}
            input_thru = {(InputThru ? "true" : "false")}
            [model]
            file = "{model}"
            timescale = {Timescale:0.#########}
            [osc]
            server_ip = "127.0.0.1"
            server_port = {InPort}
            client_ip = "127.0.0.1"
            client_port = {OutPort}
            {More}
            """));
        return config;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Free a moment ago, which on loopback is as good as it gets.</summary>
    public static int FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
