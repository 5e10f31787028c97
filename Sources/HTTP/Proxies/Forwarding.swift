package import Networking

/// Which proxies are believed, and by which fields they say for whom they ask.
///
/// Only one of the two kinds of fields counts: a proxy that writes one of them hands on the other as the client sent
/// it.
package struct Forwarding: Sendable {
    /// The fields that count.
    package enum Fields: Sendable {
        /// `X-Forwarded-For` and `X-Forwarded-Proto`
        case xForwarded
        /// `Forwarded` (RFC 7239)
        case forwarded
    }

    private let trusted: TrustedProxies
    private let fields: Fields
    /// Where no proxy is named, whoever comes from this machine may be one, unless people use the site on this machine.
    private let hasUnnamedProxies: Bool

    /// Believes nobody: the peer is the client.
    package static let none = Forwarding(.none, fields: .xForwarded)

    /// `isPublic`: whether people use the site from other machines than this one.
    package init(_ trusted: TrustedProxies, fields: Fields, isPublic: Bool = false) {
        self.trusted = trusted
        self.fields = fields
        hasUnnamedProxies = trusted.isEmpty && isPublic
    }

    /// Whether a peer is a proxy or may be one, so that it stands for many clients.
    package func mayBeProxy(_ peer: SocketAddress) -> Bool {
        trusted.contains(peer) || (hasUnnamedProxies && peer.isLoopback)
    }

    /// Whether there is a proxy to believe.
    package var isInForce: Bool { !trusted.isEmpty }

    /// The most addresses of proxies that are passed over on the way to the client.
    private static let mostHops = 32

    /// Who asks.
    ///
    /// From the peer outwards each believed proxy names the one before it; the first that is not believed is the
    /// client. Where one is not named, or not in a way that can be read, the proxy that should have done so stands in
    /// its place: what lies beyond may have been written by anybody.
    package func client(of head: RequestHead, from peer: SocketAddress) -> ForwardedClient {
        guard trusted.contains(peer) else { return ForwardedClient(peer, isHidden: mayBeProxy(peer)) }
        switch fields {
        case .xForwarded: return clientByXForwardedFor(head, peer)
        case .forwarded: return clientByForwarded(head, peer)
        }
    }

    /// How the client reached the first believed proxy; nil when none said so.
    package func scheme(of head: RequestHead, from peer: SocketAddress) -> Scheme? {
        guard trusted.contains(peer) else { return nil }
        switch fields {
        case .xForwarded: return schemeByXForwardedProto(head)
        case .forwarded: return clientByForwarded(head, peer).scheme
        }
    }

    private func clientByXForwardedFor(_ head: RequestHead, _ peer: SocketAddress) -> ForwardedClient {
        let scheme = schemeByXForwardedProto(head)
        var last = peer
        var hops = 0
        for field in head.all(.xForwardedFor).reversed() {
            let bytes = field.span
            var end = bytes.count
            while end >= 0, hops < Forwarding.mostHops {
                let comma = bytes.lastIndex(of: UInt8(ascii: ","), before: end)
                guard let address = ForwardedNode.read(bytes, bytes.trimmed((comma ?? -1) + 1..<end)) else {
                    return ForwardedClient(last, scheme: scheme, isHidden: true)
                }
                guard trusted.contains(address) else { return ForwardedClient(address, scheme: scheme) }
                last = address
                hops += 1
                end = comma ?? -1
            }
        }
        return ForwardedClient(last, scheme: scheme, isHidden: true)
    }

    private func schemeByXForwardedProto(_ head: RequestHead) -> Scheme? {
        guard head.names.contains(.xForwardedProto), let field = head.all(.xForwardedProto).last else { return nil }
        let bytes = field.span
        let comma = bytes.lastIndex(of: UInt8(ascii: ","), before: bytes.count)
        return Scheme(bytes, bytes.trimmed((comma ?? -1) + 1..<bytes.count))
    }

    private func clientByForwarded(_ head: RequestHead, _ peer: SocketAddress) -> ForwardedClient {
        var last = peer
        var scheme: Scheme?
        var hops = 0
        for field in head.all(.forwarded).reversed() {
            // A client's open quotation mark swallows what a proxy adds to its line; it must gain nothing by that,
            // and so counts together with everybody who does the same.
            guard let elements = ForwardedElement.list(field.span) else {
                return ForwardedClient(last, scheme: scheme)
            }
            for element in elements.reversed() {
                scheme = element.scheme
                guard hops < Forwarding.mostHops, let address = element.client else {
                    return ForwardedClient(last, scheme: scheme, isHidden: true)
                }
                guard trusted.contains(address) else { return ForwardedClient(address, scheme: scheme) }
                last = address
                hops += 1
            }
        }
        return ForwardedClient(last, scheme: scheme, isHidden: true)
    }
}

extension Span<UInt8> {
    /// The last place of `byte` in front of `end`.
    fileprivate func lastIndex(of byte: UInt8, before end: Int) -> Int? {
        var position = end - 1
        while position >= 0 {
            if self[position] == byte { return position }
            position -= 1
        }
        return nil
    }
}

/// Who asks, seen through the proxies that are believed.
package struct ForwardedClient: Sendable, Hashable {
    /// The client's address, with port 0 where only the address is known.
    package let address: SocketAddress
    /// How the client reached the first believed proxy; nil when none said so.
    package let scheme: Scheme?
    /// Whether a proxy did not say for whom it asks, so that its own address stands for everybody behind it.
    package let isHidden: Bool

    init(_ address: SocketAddress, scheme: Scheme? = nil, isHidden: Bool = false) {
        self.address = address
        self.scheme = scheme
        self.isHidden = isHidden
    }
}
