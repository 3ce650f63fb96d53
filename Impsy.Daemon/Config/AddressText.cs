using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Impsy.Daemon.Config;

/// <summary>
/// Addresses, host names and networks as people write them. Stricter than <see cref="IPAddress.TryParse(string, out
/// IPAddress)"/>, which takes "10.1" for 10.0.0.1 and "010.0.0.1" for 8.0.0.1. Resolves nothing.
/// </summary>
internal static class AddressText
{
    private const int MaxNameLength = 253; // RFC 1035, without the final dot
    private const int MaxLabelLength = 63;

    public static bool IsHost(string text) => TryParseAddress(text, out _) || IsName(text);

    /// <param name="address">IPv4 as four decimal numbers, or IPv6.</param>
    public static bool TryParseAddress(string text, out IPAddress address)
    {
        if (!IPAddress.TryParse(text, out IPAddress? parsed))
        {
            address = IPAddress.None;
            return false;
        }
        address = parsed;
        return parsed.AddressFamily == AddressFamily.InterNetworkV6
            ? !text.StartsWith('[')
            : parsed.ToString() == text;
    }

    /// <summary>
    /// "192.168.0.0/16", "fe80::/10", or one address, which is a network of its own. Bits after the prefix do not
    /// count, so that one's own "192.168.0.7/24" means that network.
    /// </summary>
    public static bool TryParseNetwork(string text, out IPNetwork network)
    {
        network = default;
        string[] parts = text.Split('/');
        if (parts.Length > 2 || !TryParseAddress(parts[0], out IPAddress address) || parts[0].Contains('%'))
            return false;
        byte[] bytes = address.GetAddressBytes();
        int prefix = bytes.Length * 8;
        if (parts.Length == 2
            && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out prefix)
                || prefix > bytes.Length * 8))
            return false;
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] &= (byte)(0xFF00 >> Math.Clamp(prefix - 8 * i, 0, 8));
        network = new IPNetwork(new IPAddress(bytes), prefix);
        return true;
    }

    private static bool IsName(string text)
    {
        string name = text.EndsWith('.') ? text[..^1] : text;
        // Digits and dots alone are an address with a mistake in it, not a name to look up for ever.
        return name.Length is > 0 and <= MaxNameLength
            && name.Split('.').All(IsLabel)
            && !name.All(letter => char.IsAsciiDigit(letter) || letter == '.');
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabelLength
        && label[0] != '-' && label[^1] != '-'
        && label.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_');
}
