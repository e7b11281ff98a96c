using System.Net;
using System.Net.Sockets;

namespace CodeGraph.Gateway.Security;

/// <summary>The network address of a caller as limits count it.</summary>
internal static class CallerAddress
{
    /// <summary>One subscriber has a whole /64 of IPv6 (RFC 6177), so that is one caller. Null where a connection has no address.</summary>
    public static string? Of(IPAddress? address)
    {
        if (address is null)
            return null;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
