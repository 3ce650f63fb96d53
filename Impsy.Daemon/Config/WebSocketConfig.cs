using System.Net;
using Impsy.Daemon.Config.Toml;
using Impsy.Daemon.WebSockets;

namespace Impsy.Daemon.Config;

/// <summary>The [websocket] table.</summary>
/// <param name="ServerIp">Where to listen: an address of this machine, 0.0.0.0 or :: for all, or a name.</param>
/// <param name="ServerPort">1..65535.</param>
/// <param name="Input">One entry per control; empty: messages from browsers mean nothing.</param>
/// <param name="Output">One entry per control; empty: nothing is sent.</param>
/// <param name="AllowOrigin">Pages of elsewhere that may connect, normalised; "*": all.</param>
internal sealed record WebSocketConfig(
    string ServerIp, int ServerPort, IReadOnlyList<MidiMapping> Input, IReadOnlyList<MidiMapping> Output,
    IReadOnlyList<string> AllowOrigin)
{
    /// <summary>Whether there is anything to listen for or to send.</summary>
    public bool IsUsed => Input.Count > 0 || Output.Count > 0;

    /// <param name="controls">Entries that a mapping must have; null when only the model knows.</param>
    public static WebSocketConfig Read(ConfigSection section, int? controls)
    {
        MidiMappingReader reader = new(section, controls);
        WebSocketConfig config = new(
            section.Host("server_ip", IPAddress.Loopback.ToString()),
            section.Port("server_port", 5001),
            reader.Read("input"),
            reader.Read("output"),
            ReadOrigins(section, "allow_origin"));
        // Four files of Python IMPSY are like this, and stop it at start; here the rest of them plays.
        if (!section.TryGet("input", out _) && !section.TryGet("output", out _))
            section.Warning(section.Line, "", "not used: it has neither input nor output");
        return config;
    }

    private static List<string> ReadOrigins(ConfigSection section, string key)
    {
        const string Expected = "where a page is from, such as \"https://example.org\", or \"*\"";
        List<string> origins = [];
        if (!section.TryGet(key, out TomlValue? value))
            return origins;
        if (value.Kind is not (TomlKind.Text or TomlKind.Array))
            return section.Wrong(key, value, $"a list of {Expected}", origins);
        foreach (TomlValue item in value.Kind == TomlKind.Array ? value.Items : [value])
        {
            if (item.Kind == TomlKind.Text && OriginRules.TryNormalize(item.Text, out string origin))
                origins.Add(origin);
            else
                section.Wrong(key, item, Expected, 0);
        }
        return origins;
    }
}
