using System.Net;
using Impsy.Daemon.Config.Toml;

namespace Impsy.Daemon.Config;

/// <summary>The [osc] table.</summary>
/// <param name="ServerIp">Where to listen: an address of this machine, 0.0.0.0 or :: for all, or a name.</param>
/// <param name="ServerPort">1..65535.</param>
/// <param name="ClientIp">Where to send: an address or a name, never a wildcard.</param>
/// <param name="ClientPort">1..65535.</param>
/// <param name="OutputAddress">Of the messages sent; printable ASCII that is no pattern and begins with '/'.</param>
/// <param name="Allow">Who may send to us; empty: everyone.</param>
internal sealed record OscConfig(
    string ServerIp, int ServerPort, string ClientIp, int ClientPort, string OutputAddress, IPNetwork[] Allow)
{
    private const int MaxAddressLength = 255;

    public static OscConfig Read(ConfigSection section) => new(
        section.Host("server_ip", IPAddress.Loopback.ToString()),
        section.Port("server_port", 6000),
        ReadClient(section, "client_ip"),
        section.Port("client_port", 6001),
        ReadAddress(section, "output_address"),
        ReadAllow(section, "allow"));

    /// <summary>Files for Python IMPSY name wildcards here; it sends to this machine then, and so do we.</summary>
    private static string ReadClient(ConfigSection section, string key)
    {
        string loopback = IPAddress.Loopback.ToString();
        if (!section.TryGet(key, out TomlValue? value))
            return loopback;
        if (value.Kind != TomlKind.Text || value.Text is not ("0.0.0.0" or "::" or ""))
            return section.Host(key, loopback);
        section.Warning(value.Position.Line, key,
            $"expected an address to send to, found {ConfigSection.Describe(value)}; sending to {loopback}");
        return loopback;
    }

    private static string ReadAddress(ConfigSection section, string key)
    {
        const string Usual = "/prediction";
        if (!section.TryGet(key, out TomlValue? value))
            return Usual;
        bool good = value.Kind == TomlKind.Text
            && value.Text.Length is > 1 and <= MaxAddressLength
            && value.Text[0] == '/'
            && value.Text.All(letter => letter is > ' ' and <= '~' && !"#*,?[]{}".Contains(letter));
        const string Expected = "an OSC address such as /prediction, without blanks and # * , ? [ ] { }";
        return good ? value.Text : section.Wrong(key, value, Expected, Usual);
    }

    private static IPNetwork[] ReadAllow(ConfigSection section, string key)
    {
        const string Expected = "a network such as 192.168.0.0/16 or an address";
        if (!section.TryGet(key, out TomlValue? value))
            return [];
        if (value.Kind is not (TomlKind.Text or TomlKind.Array))
            return section.Wrong<IPNetwork[]>(key, value, "a list of networks such as [\"192.168.0.0/16\"]", []);
        List<IPNetwork> networks = [];
        foreach (TomlValue item in value.Kind == TomlKind.Array ? value.Items : [value])
        {
            if (item.Kind == TomlKind.Text && AddressText.TryParseNetwork(item.Text, out IPNetwork network))
                networks.Add(network);
            else
                section.Wrong(key, item, Expected, 0);
        }
        return [.. networks];
    }
}
