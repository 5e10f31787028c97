/// Where a stream socket listens or connects to.
package enum SocketAddress: Sendable, Hashable, CustomStringConvertible {
    /// An IPv4 address and a TCP port.
    case ipv4(IPv4Address, port: UInt16)
    /// An IPv6 address and a TCP port.
    case ipv6(IPv6Address, port: UInt16)
    /// The path of a Unix socket; empty for the nameless end of a client.
    case unix(String)

    /// The TCP port; nil for a Unix socket.
    package var port: UInt16? {
        switch self {
        case .ipv4(_, let port), .ipv6(_, let port): port
        case .unix: nil
        }
    }

    /// Whether only this host can be at the other end: a loopback address or a Unix socket.
    package var isLoopback: Bool {
        switch self {
        case .ipv4(let address, _): address.isLoopback
        case .ipv6(let address, _): address.isLoopback
        case .unix: true
        }
    }

    /// Whether this is a TCP address.
    package var isInternet: Bool {
        if case .unix = self { false } else { true }
    }

    /// The IPv4 address, in IPv6's form too; nil for any other.
    package var ipv4: IPv4Address? {
        switch self {
        case .ipv4(let address, _): address
        case .ipv6(let address, _): address.mappedIPv4
        case .unix: nil
        }
    }

    /// The network of the address, which stands for whoever is behind it when requests are counted or logged.
    package var network: ClientNetwork {
        switch self {
        case .ipv4(let address, _): ClientNetwork(address)
        case .ipv6(let address, _): ClientNetwork(address)
        case .unix: .local
        }
    }

    /// The form that `init(_:)` reads.
    package var description: String {
        switch self {
        case .ipv4(let address, let port): "\(address):\(port)"
        case .ipv6(let address, let port): "[\(address)]:\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
