internal import Networking

/// The address of a client or proxy as it stands in a field (RFC 7239 section 6).
enum ForwardedNode {
    /// Octets of the longest address with brackets and port: `[` 45 `]:` 5.
    private static let longest = 53

    /// Reads `192.0.2.7`, `192.0.2.7:4711`, `[2001:db8::1]`, `[2001:db8::1]:4711` or `2001:db8::1`.
    ///
    /// - Returns: the address with port 0 where there is none or it is hidden; an IPv4 address in IPv6's clothes as
    ///   what it is. Nil for anything else, `unknown` and hidden names among it.
    static func read(_ bytes: Span<UInt8>, _ range: Range<Int>) -> SocketAddress? {
        guard let first = range.first, range.count <= longest else { return nil }
        if bytes[first] == UInt8(ascii: "[") {
            guard let close = bytes.firstIndex(of: UInt8(ascii: "]"), in: range),
                let port = port(bytes, close + 1..<range.upperBound)
            else { return nil }
            return ipv6(bytes, first + 1..<close, port)
        }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":"), in: range) else {
            return ipv4(bytes, range, 0)
        }
        if bytes.firstIndex(of: UInt8(ascii: ":"), in: colon + 1..<range.upperBound) != nil {
            return ipv6(bytes, range, 0)
        }
        return port(bytes, colon..<range.upperBound).flatMap { ipv4(bytes, first..<colon, $0) }
    }

    private static func ipv4(_ bytes: Span<UInt8>, _ range: Range<Int>, _ port: UInt16) -> SocketAddress? {
        bytes.text(range).flatMap { IPv4Address($0) }.map { .ipv4($0, port: port) }
    }

    private static func ipv6(_ bytes: Span<UInt8>, _ range: Range<Int>, _ port: UInt16) -> SocketAddress? {
        guard let address = bytes.text(range).flatMap({ IPv6Address($0) }) else { return nil }
        if let mapped = address.mappedIPv4 { return .ipv4(mapped, port: port) }
        return .ipv6(address, port: port)
    }

    /// Reads nothing, or a colon with a port or the hidden name of one (`_` and a few octets), as 0.
    private static func port(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt16? {
        guard let colon = range.first else { return 0 }
        let digits = colon + 1..<range.upperBound
        guard bytes[colon] == UInt8(ascii: ":"), let first = digits.first else { return nil }
        if bytes[first] == UInt8(ascii: "_") {
            for position in digits where !isHiddenName(bytes[position]) { return nil }
            return digits.count > 1 ? 0 : nil
        }
        guard digits.count <= 5, let number = bytes.decimal(digits), number <= 65_535 else { return nil }
        return UInt16(number)
    }

    private static func isHiddenName(_ octet: UInt8) -> Bool {
        Octet.isAlphanumeric(octet) || octet == UInt8(ascii: ".") || octet == UInt8(ascii: "_")
            || octet == UInt8(ascii: "-")
    }
}
