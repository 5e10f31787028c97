package import Networking

/// Who asks, seen through the proxies that are believed.
package struct ForwardedClient: Sendable, Hashable {
    /// The client's address, with port 0 where only the address is known.
    package let address: SocketAddress
    /// How the client reached the first believed proxy; nil when none said so.
    package let scheme: Scheme?
    /// Whether a believed proxy did not say for whom it asks, so that its own address stands for everybody behind it.
    package let isHidden: Bool

    /// The scheme of a URL, as far as it is served here.
    package enum Scheme: Sendable {
        case http
        case https
    }

    init(_ address: SocketAddress, scheme: Scheme? = nil, isHidden: Bool = false) {
        self.address = address
        self.scheme = scheme
        self.isHidden = isHidden
    }
}

extension ForwardedClient.Scheme {
    /// Recognises `http` and `https`, without regard to ASCII case.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        if bytes.equalsIgnoringCase(range, "https") {
            self = .https
        } else if bytes.equalsIgnoringCase(range, "http") {
            self = .http
        } else {
            return nil
        }
    }
}
