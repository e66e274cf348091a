using System.Net;
using System.Net.Sockets;

namespace Redthread.Web.Features.Notices;

/// <summary>Which addresses are not of the public internet: what is asked to send there could reach what only this machine may.</summary>
public static class PrivateAddresses
{
    // RFC 6890 and its registries, multicast and reserved space.
    private static readonly IPNetwork[] Networks =
    [
        .. new[]
        {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            // Of IPv6 only the space that is given out counts as public, without what carries an IPv4 address or is for examples.
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Given = IPNetwork.Parse("2000::/3");

    public static bool Contains(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily == AddressFamily.InterNetworkV6 && !Given.Contains(plain)) || Array.Exists(Networks, network => network.Contains(plain));
    }
}
