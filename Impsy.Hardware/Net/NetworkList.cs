using System.Net;
using System.Net.Sockets;

namespace Impsy.Hardware.Net;

/// <summary>The networks whose datagrams are heard. Immutable, any thread; asking allocates nothing.</summary>
public sealed class NetworkList
{
    private const int MappedPrefix = 96; // of ::ffff:0:0/96, where IPv4 lies within IPv6

    private readonly Network[] _networks;

    /// <param name="networks">None allows everyone. "::/0" means all of IPv6, not IPv4.</param>
    public NetworkList(ReadOnlySpan<IPNetwork> networks)
    {
        _networks = new Network[networks.Length];
        for (int i = 0; i < networks.Length; i++)
        {
            UdpAddress address = new(networks[i].BaseAddress, 0);
            bool isIPv4 = networks[i].BaseAddress.AddressFamily == AddressFamily.InterNetwork;
            int prefix = networks[i].PrefixLength + (isIPv4 ? MappedPrefix : 0);
            UInt128 mask = prefix == 0 ? 0 : UInt128.MaxValue << (128 - prefix); // a shift by 128 is one by 0
            _networks[i] = new Network(address.Bits & mask, mask, prefix >= MappedPrefix && address.IsIPv4);
        }
    }

    public bool Allows(in UdpAddress sender)
    {
        if (_networks.Length == 0)
            return true;
        foreach (Network network in _networks)
        {
            if (network.IsIPv4 == sender.IsIPv4 && sender.Length > 0 && (sender.Bits & network.Mask) == network.Bits)
                return true;
        }
        return false;
    }

    private readonly record struct Network(UInt128 Bits, UInt128 Mask, bool IsIPv4);
}
