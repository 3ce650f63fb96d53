using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Impsy.Hardware.Net;

/// <summary>
/// Turns what an owner writes as a host into an address. Names may block for seconds, so never from the loop; a name
/// that does not resolve today may tomorrow, so failing is a value.
/// </summary>
public static class HostResolver
{
    /// <summary>Reads a literal, with or without brackets: at once, for nobody is asked.</summary>
    public static bool TryParse(string host, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(host is ['[', .. string inner, ']'] ? inner : host, out address);

    /// <param name="host">
    /// An IPv4 or IPv6 literal, the latter with or without brackets, or a name. A name with addresses of both kinds
    /// gives the IPv4 one: many a small synthesiser listens to nothing else.
    /// </param>
    /// <param name="message">Host and reason, e.g. "synth.local: Name or service not known"; null on success.</param>
    public static bool TryResolve(
        string host, [NotNullWhen(true)] out IPAddress? address, [NotNullWhen(false)] out string? message)
    {
        message = null;
        if (TryParse(host, out address))
            return true;
        message = TryAsk(host, out address);
        return message is null;
    }

    internal static IPAddress? Choose(IPAddress[] found) =>
        Array.Find(found, address => address.AddressFamily == AddressFamily.InterNetwork) ?? found.FirstOrDefault();

    private static string? TryAsk(string name, out IPAddress? address)
    {
        address = null;
        if (string.IsNullOrWhiteSpace(name))
            return "an empty host name"; // for which the resolver would give this machine's own addresses
        try
        {
            address = Choose(Dns.GetHostAddresses(name));
            return address is null ? $"{name}: has no address" : null;
        }
        catch (SocketException unknown)
        {
            return $"{name}: {unknown.Message}";
        }
        catch (ArgumentException malformed) // longer than a name can be, or not encodable
        {
            return $"{name}: {malformed.Message}";
        }
    }
}
