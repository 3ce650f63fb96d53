using System.Net;

namespace Impsy.Daemon.Config;

/// <summary>The [websocket] table.</summary>
/// <param name="ServerIp">Where to listen: an address of this machine, 0.0.0.0 or :: for all, or a name.</param>
/// <param name="ServerPort">1..65535.</param>
/// <param name="Input">One entry per control; empty: messages from browsers mean nothing.</param>
/// <param name="Output">One entry per control; empty: nothing is sent.</param>
internal sealed record WebSocketConfig(
    string ServerIp, int ServerPort, IReadOnlyList<MidiMapping> Input, IReadOnlyList<MidiMapping> Output)
{
    /// <param name="controls">Entries that a mapping must have; null when only the model knows.</param>
    public static WebSocketConfig Read(ConfigSection section, int? controls)
    {
        MidiMappingReader reader = new(section, controls);
        WebSocketConfig config = new(
            section.Host("server_ip", IPAddress.Loopback.ToString()),
            section.Port("server_port", 5001),
            reader.Read("input"),
            reader.Read("output"));
        // Four files of Python IMPSY are like this, and stop it at start; here the rest of them plays.
        if (!section.TryGet("input", out _) && !section.TryGet("output", out _))
            section.Warning(section.Line, "", "not used: it has neither input nor output");
        return config;
    }
}
