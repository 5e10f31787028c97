/// The network that a client comes from: the unit in which requests are counted and logged instead of single addresses.
///
/// A /24 of IPv4, a /64 of IPv6 (what one household or office gets), or this host by a Unix socket.
/// An IPv4 address in IPv6's clothes counts as the IPv4 address it is.
package struct ClientNetwork: Sendable, Hashable, CustomStringConvertible {
    private enum Kind: UInt8 {
        case local
        case ipv4
        case ipv6
    }

    private let kind: Kind
    private let prefix: UInt64

    private init(kind: Kind, prefix: UInt64) {
        self.kind = kind
        self.prefix = prefix
    }

    /// Whoever comes by a Unix socket.
    package static let local = ClientNetwork(kind: .local, prefix: 0)

    /// The /24 of an address.
    package init(_ address: IPv4Address) {
        self.init(kind: .ipv4, prefix: UInt64(address.value & 0xFFFF_FF00))
    }

    /// The /64 of an address, or the /24 when it stands for an IPv4 address.
    package init(_ address: IPv6Address) {
        if let mapped = address.mappedIPv4 {
            self.init(mapped)
        } else {
            self.init(kind: .ipv6, prefix: address.high)
        }
    }

    /// The wider network around it, in which one owner may have many: a /16 of IPv4, a /48 of IPv6; as text.
    package var neighbourhood: String {
        switch kind {
        case .local: "local"
        case .ipv4: "\(IPv4Address(UInt32(truncatingIfNeeded: prefix) & 0xFFFF_0000))/16"
        case .ipv6: "\(IPv6Address(high: prefix & 0xFFFF_FFFF_FFFF_0000, low: 0))/48"
        }
    }

    /// Such as `192.0.2.0/24`, `2001:db8::/64` or `local`.
    package var description: String {
        switch kind {
        case .local: "local"
        case .ipv4: "\(IPv4Address(UInt32(truncatingIfNeeded: prefix)))/24"
        case .ipv6: "\(IPv6Address(high: prefix, low: 0))/64"
        }
    }
}
