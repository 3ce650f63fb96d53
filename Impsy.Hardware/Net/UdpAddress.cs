using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using Impsy.Hardware.Linux;

namespace Impsy.Hardware.Net;

/// <summary>
/// An IP address and port in the form the kernel takes them (sockaddr_in or sockaddr_in6), so that receiving from and
/// sending to one converts and allocates nothing. An IPv4 address is held as such even when it came mapped into IPv6
/// (::ffff:10.0.0.1), so one peer has one value and any socket can answer it.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 4, Size = Size)]
public readonly struct UdpAddress : IEquatable<UdpAddress>
{
    /// <summary>Bytes of sockaddr_in6, the larger of the two.</summary>
    internal const int Size = 28;

    private const int IPv4Size = 16;

    // Bits of the prefix ::ffff:0:0/96 below which IPv4 addresses are mapped.
    private static readonly UInt128 s_mapped = new(0, 0xFFFF_0000_0000);

    private readonly ushort _family;
    private readonly ushort _port;     // network order
    private readonly uint _ipv4;       // network order; with IPv6 the flow label, which is always 0
    private readonly ulong _ipv6Upper; // network order; the last 8 bytes of sockaddr_in, 0, with IPv4
    private readonly ulong _ipv6Lower;
    private readonly uint _scope;

    /// <param name="address">IPv4 or IPv6, the latter with its scope.</param>
    /// <param name="port">0..65535.</param>
    public UdpAddress(IPAddress address, int port)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        Span<byte> bytes = stackalloc byte[16];
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        _ = address.TryWriteBytes(bytes, out int length); // 16 bytes are always enough
        _port = Swap((ushort)port);
        if (length == 4)
        {
            _family = Libc.AfInet;
            _ipv4 = MemoryMarshal.Read<uint>(bytes);
            return;
        }
        _family = Libc.AfInet6;
        _ipv6Upper = MemoryMarshal.Read<ulong>(bytes);
        _ipv6Lower = MemoryMarshal.Read<ulong>(bytes[8..]);
        _scope = (uint)address.ScopeId;
    }

    public UdpAddress(IPEndPoint endPoint)
        : this(endPoint.Address, endPoint.Port)
    {
    }

    // From the kernel: padding and flow label cleared, for comparison.
    private UdpAddress(ushort family, ushort port, uint ipv4, ulong upper, ulong lower, uint scope) =>
        (_family, _port, _ipv4, _ipv6Upper, _ipv6Lower, _scope) = (family, port, ipv4, upper, lower, scope);

    /// <summary>0..65535.</summary>
    public int Port => Swap(_port);

    /// <summary>Bytes that count: 16 for IPv4, 28 for IPv6, 0 for none.</summary>
    public int Length => _family switch { Libc.AfInet => IPv4Size, Libc.AfInet6 => Size, _ => 0 };

    public bool IsIPv4 => _family == Libc.AfInet;

    public bool IsIPv6 => _family == Libc.AfInet6;

    /// <summary>The IPv6 address as a number, IPv4 mapped into it.</summary>
    internal UInt128 Bits => IsIPv4
        ? s_mapped | Swap(_ipv4)
        : new UInt128(Swap(_ipv6Upper), Swap(_ipv6Lower));

    public static bool operator ==(UdpAddress left, UdpAddress right) => left.Equals(right);

    public static bool operator !=(UdpAddress left, UdpAddress right) => !left.Equals(right);

    public IPEndPoint ToIPEndPoint() => new(ToIPAddress(), Port);

    public bool Equals(UdpAddress other) =>
        _family == other._family && _port == other._port && _ipv4 == other._ipv4
        && _ipv6Upper == other._ipv6Upper && _ipv6Lower == other._ipv6Lower && _scope == other._scope;

    public override bool Equals(object? obj) => obj is UdpAddress other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_family, _port, _ipv4, _ipv6Upper, _ipv6Lower, _scope);

    /// <summary>As an owner writes it: "127.0.0.1:6000", "[::1]:6000".</summary>
    public override string ToString() => Length == 0 ? "no address" : ToIPEndPoint().ToString();

    /// <param name="length">Bytes that the kernel filled in.</param>
    internal static UdpAddress FromKernel(in UdpAddress raw, uint length)
    {
        if (raw._family == Libc.AfInet && length >= IPv4Size)
            return new UdpAddress(raw._family, raw._port, raw._ipv4, 0, 0, 0);
        if (raw._family != Libc.AfInet6 || length < Size)
            return default;
        bool mapped = raw.Bits >> 32 == s_mapped >> 32;
        return mapped
            ? new UdpAddress(Libc.AfInet, raw._port, Swap((uint)raw.Bits), 0, 0, 0)
            : new UdpAddress(raw._family, raw._port, 0, raw._ipv6Upper, raw._ipv6Lower, raw._scope);
    }

    /// <summary>In the form that an IPv6 socket takes: IPv4 mapped into it.</summary>
    internal UdpAddress ToIPv6() =>
        IsIPv4 ? new UdpAddress(Libc.AfInet6, _port, 0, 0, Swap((ulong)Bits), 0) : this;

    private IPAddress ToIPAddress()
    {
        if (IsIPv4)
            return new IPAddress(_ipv4);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
        return new IPAddress(bytes, _scope);
    }

    // Between network order and the machine's: every machine this runs on is little-endian.
    private static ushort Swap(ushort value) => BinaryPrimitives.ReverseEndianness(value);

    private static uint Swap(uint value) => BinaryPrimitives.ReverseEndianness(value);

    private static ulong Swap(ulong value) => BinaryPrimitives.ReverseEndianness(value);
}
