/// What a proxy sends ahead of the octets it relays: for whom it speaks (PROXY protocol, versions 1 and 2).
///
/// A pure function of the octets so far. Only believe it from a proxy that was named.
package struct ProxyHeader: Sendable, Hashable {
    /// What the octets so far amount to.
    package enum Outcome: Sendable, Hashable {
        /// The header is not complete.
        case needMore
        /// A header; what follows it belongs to the client.
        case header(ProxyHeader)
        /// This is no header: the connection is of no use.
        case malformed
    }

    /// Who is at the other end of the proxy.
    ///
    /// Nil where the proxy does not know, or speaks for itself, as with a health check: then its own address counts.
    package let source: SocketAddress?
    /// The octets of the header.
    package let length: Int

    init(source: SocketAddress?, length: Int) {
        self.source = source
        self.length = length
    }

    /// Octets of the longest header that is taken, more than any address with what proxies add to it.
    ///
    /// As text it has at most 107 octets.
    package static let longest = 2048

    /// Looks at all octets from the beginning of the connection on.
    ///
    /// What cannot become a header is known to be malformed at its first wrong octet, or when its line has ended.
    package static func parse(_ bytes: Span<UInt8>) -> Outcome {
        guard bytes.count > 0 else { return .needMore }
        return bytes[0] == UInt8(ascii: "P") ? parseText(bytes) : parseBinary(bytes)
    }

    /// Whether the octets begin with a signature, as far as there are any; nil when they end within it.
    static func begins(_ bytes: Span<UInt8>, with signature: [UInt8]) -> Bool? {
        let count = min(bytes.count, signature.count)
        for position in 0..<count where bytes[position] != signature[position] { return false }
        return count == signature.count ? true : nil
    }
}
