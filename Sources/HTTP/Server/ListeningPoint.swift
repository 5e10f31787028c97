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
    /// Whether connections begin with a TLS handshake, and with which certificates.
    package var tls: TLSServerContext?

    package init(_ place: Place, tls: TLSServerContext? = nil) {
        self.place = place
        self.tls = tls
    }
}
