import Codecs
import HTTP
import Nachlese

/// Whether a request is meant for this site (RFC 9110 section 7.4).
///
/// A page asked for under a foreign name is refused, so that no name that somebody points at this server becomes one of
/// its addresses (DNS rebinding).
struct HostCheck: Sendable {
    private let host: String
    private let port: UInt16?
    private let defaultPort: UInt16
    private let scheme: Scheme
    private let acceptsLoopback: Bool

    /// Accepts the public address, and the names of this machine where the server listens on nothing else or is
    /// addressed so.
    init(_ settings: Settings) {
        let address = settings.baseURL
        host = address.host.utf8.contains(UInt8(ascii: ":")) ? "[\(address.host)]" : address.host
        port = address.port
        defaultPort = address.isSecure ? 443 : 80
        scheme = address.isSecure ? .https : .http
        acceptsLoopback =
            address.isLoopback || settings.listen.allSatisfy { PublicURL(loopbackListening: $0) != nil }
    }

    /// Whether a target names the scheme of the public address, or none.
    ///
    /// The server is reached by that scheme, through TLS here or in a proxy; a request for the other one was sent over
    /// a connection that is not its own.
    func accepts(_ target: RequestTarget) -> Bool {
        target.scheme == nil || target.scheme == scheme
    }

    /// Whether a request is meant for this site; HTTP/1.0 without `Host` claims nothing.
    func accepts(_ authority: Authority?) -> Bool {
        guard let authority else { return true }
        if authority.host == host, (authority.port ?? defaultPort) == (port ?? defaultPort) { return true }
        return isLoopback(authority)
    }

    /// Whether it is a name of this machine, and such names are accepted.
    func isLoopback(_ authority: Authority) -> Bool {
        guard acceptsLoopback else { return false }
        let name = authority.host.utf8
        if authority.host == "localhost" || authority.host == "[::1]" { return true }
        // Digits and dots only: 127.example.org is somebody's name.
        return name.starts(with: "127.".utf8)
            && name.allSatisfy { ASCII.isDigit($0) || $0 == UInt8(ascii: ".") }
    }
}
