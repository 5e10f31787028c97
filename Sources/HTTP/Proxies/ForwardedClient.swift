package import Networking

/// Who asks, seen through the proxies that are believed.
package struct ForwardedClient: Sendable, Hashable {
    /// The client's address, with port 0 where only the address is known.
    package let address: SocketAddress
    /// How the client reached the first believed proxy; nil when none said so.
    package let scheme: Scheme?
    /// Whether a believed proxy did not say for whom it asks, so that its own address stands for everybody behind it.
    package let isHidden: Bool

    init(_ address: SocketAddress, scheme: Scheme? = nil, isHidden: Bool = false) {
        self.address = address
        self.scheme = scheme
        self.isHidden = isHidden
    }
}
