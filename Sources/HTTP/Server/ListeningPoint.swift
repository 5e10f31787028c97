package import Networking

/// Where a server takes connections, and how they begin.
package struct ListeningPoint: Sendable {
    /// A socket to bind, or one that listens already.
    package enum Place: Sendable {
        /// An address to bind.
        case address(SocketAddress)
        /// The descriptor of a listening socket that somebody else has bound; it stays theirs.
        case passed(Int32)
    }

    package var place: Place
    /// Whether connections begin with a header of the PROXY protocol, and from whom: anybody else is turned away.
    package var proxies: TrustedProxies?
    /// Whether a TLS handshake comes next, and with which certificates.
    package var tls: TLSServerContext?

    package init(_ place: Place, proxies: TrustedProxies? = nil, tls: TLSServerContext? = nil) {
        self.place = place
        self.proxies = proxies
        self.tls = tls
    }
}
