using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Impsy.Daemon.WebSockets;

/// <summary>
/// Whose pages may connect. A browser lets any page that is open anywhere try, and says whose it is in the Origin
/// header; other programs send none. Pages of this machine, of the instrument's own host and of files may, and those
/// that the owner names. Immutable, any thread.
/// </summary>
/// <param name="allowed">Origins as <see cref="TryNormalize"/> writes them; <see cref="Everyone"/> allows all.</param>
internal sealed class OriginRules(IReadOnlyList<string> allowed)
{
    public const string Everyone = "*";

    /// <param name="origin">The header; null or empty when there is none.</param>
    /// <param name="host">Under which name the instrument was called, without the port; IPv6 in brackets.</param>
    public bool Allows(string? origin, string host)
    {
        // A page that was opened as a file says "null", or once said "file://".
        if (string.IsNullOrEmpty(origin) || origin is "null" or "file://" || allowed.Contains(Everyone))
            return true;
        if (!TryParse(origin, out Uri? page))
            return false;
        return IsLoopback(page)
            || page.Host.Equals(host, StringComparison.OrdinalIgnoreCase)
            || allowed.Contains(Write(page));
    }

    /// <summary>Reads an origin as people write it: a final slash and capitals do not count.</summary>
    public static bool TryNormalize(string text, out string origin)
    {
        bool good = TryParse(text, out Uri? page);
        origin = good ? Write(page!) : text;
        return good || text == Everyone;
    }

    private static bool TryParse(string text, [NotNullWhen(true)] out Uri? page) =>
        Uri.TryCreate(text, UriKind.Absolute, out page)
        && page.Host.Length > 0 && page.UserInfo.Length == 0 && page.PathAndQuery is "/" or ""
        && page.Fragment.Length == 0;

    private static string Write(Uri page) => page.GetLeftPart(UriPartial.Authority);

    private static bool IsLoopback(Uri page) =>
        page.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || page.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(page.Host, out IPAddress? address) && IPAddress.IsLoopback(address));
}
