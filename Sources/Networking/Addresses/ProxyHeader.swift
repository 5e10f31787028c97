/// What a proxy sends ahead of the bytes it relays: for whom it speaks (PROXY protocol, versions 1 and 2).
///
/// A pure function of the bytes so far. Only believe it from a proxy that was named.
package struct ProxyHeader: Sendable, Hashable {
    /// What the bytes so far amount to.
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
    /// The bytes of the header.
    package let length: Int

    private init(source: SocketAddress?, length: Int) {
        self.source = source
        self.length = length
    }

    /// Bytes of the longest header that is taken, more than any address with what proxies add to it.
    ///
    /// As text it has at most 107 bytes.
    package static let longest = 2048

    /// Looks at all bytes from the beginning of the connection on.
    ///
    /// What cannot become a header is known to be malformed at its first wrong byte, or when its line has ended.
    package static func parse(_ bytes: Span<UInt8>) -> Outcome {
        guard bytes.count > 0 else { return .needMore }
        return bytes[0] == UInt8(ascii: "P") ? parseText(bytes) : parseBinary(bytes)
    }

    /// Whether the bytes begin with a signature, as far as there are any; nil when they end within it.
    private static func begins(_ bytes: Span<UInt8>, with signature: [UInt8]) -> Bool? {
        let count = min(bytes.count, signature.count)
        for position in 0..<count where bytes[position] != signature[position] { return false }
        return count == signature.count ? true : nil
    }
}

/// Version 1: one line, such as `PROXY TCP4 192.0.2.7 198.51.100.1 51234 443`.
extension ProxyHeader {
    private static let textSignature = Array("PROXY ".utf8)
    /// Bytes of the longest line that can be, CRLF included.
    private static let longestLine = 107

    private static func parseText(_ bytes: Span<UInt8>) -> Outcome {
        switch begins(bytes, with: textSignature) {
        case nil: return .needMore
        case false?: return .malformed
        case true?: break
        }
        let end = min(bytes.count, longestLine)
        var position = textSignature.count
        while position < end, bytes[position] != 0x0D { position += 1 }
        guard position + 1 < longestLine else { return .malformed }
        guard position + 1 < bytes.count else { return .needMore }
        guard bytes[position + 1] == 0x0A else { return .malformed }
        var line: [UInt8] = []
        for place in textSignature.count..<position { line.append(bytes[place]) }
        return read(line, length: position + 2)
    }

    private static func read(_ line: [UInt8], length: Int) -> Outcome {
        let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        // Behind this word anything may stand.
        if words[0].elementsEqual("UNKNOWN".utf8) { return .header(ProxyHeader(source: nil, length: length)) }
        guard words.count == 5, let port = DecimalNumber.parse(words[3], upTo: 65535),
            DecimalNumber.parse(words[4], upTo: 65535) != nil
        else { return .malformed }
        let from = String(decoding: words[1], as: UTF8.self)
        let to = String(decoding: words[2], as: UTF8.self)
        if words[0].elementsEqual("TCP4".utf8), let address = IPv4Address(from), IPv4Address(to) != nil {
            return .header(ProxyHeader(source: .ipv4(address, port: UInt16(port)), length: length))
        }
        if words[0].elementsEqual("TCP6".utf8), let address = IPv6Address(from), IPv6Address(to) != nil {
            return .header(ProxyHeader(source: .ipv6(address, port: UInt16(port)), length: length))
        }
        return .malformed
    }
}

/// Version 2: sixteen bytes that say how many follow, the addresses, and extensions, which are passed over.
extension ProxyHeader {
    private static let binarySignature: [UInt8] = [
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
    ]
    private static let fixedLength = 16

    private static func parseBinary(_ bytes: Span<UInt8>) -> Outcome {
        switch begins(bytes, with: binarySignature) {
        case nil: return .needMore
        case false?: return .malformed
        case true?: break
        }
        guard bytes.count >= 13 else { return .needMore }
        // Version 2 in the upper half; the lower half is a command.
        let isLocal = bytes[12] == 0x20
        guard isLocal || bytes[12] == 0x21 else { return .malformed }
        guard bytes.count >= fixedLength else { return .needMore }
        // What a proxy says of its own connection is not looked at, not even its kind.
        let kind = isLocal ? .unspecified : Kind(rawValue: bytes[13])
        let length = fixedLength + Int(number(bytes, at: 14, count: 2))
        guard let kind, length >= fixedLength + kind.addressLength, length <= longest else { return .malformed }
        guard bytes.count >= length else { return .needMore }
        return .header(ProxyHeader(source: kind.source(in: bytes, at: fixedLength), length: length))
    }

    /// What kind of addresses follow, of a stream: nothing else can be relayed here.
    private enum Kind: UInt8 {
        case unspecified = 0x00
        case ipv4 = 0x11
        case ipv6 = 0x21
        case unix = 0x31

        /// Bytes of source and destination.
        var addressLength: Int {
            switch self {
            case .unspecified: 0
            case .ipv4: 12
            case .ipv6: 36
            case .unix: 216
            }
        }

        func source(in bytes: Span<UInt8>, at start: Int) -> SocketAddress? {
            switch self {
            case .unspecified: return nil
            case .ipv4:
                let address = IPv4Address(UInt32(ProxyHeader.number(bytes, at: start, count: 4)))
                return .ipv4(address, port: UInt16(ProxyHeader.number(bytes, at: start + 8, count: 2)))
            case .ipv6:
                let address = IPv6Address(
                    high: ProxyHeader.number(bytes, at: start, count: 8),
                    low: ProxyHeader.number(bytes, at: start + 8, count: 8))
                return .ipv6(address, port: UInt16(ProxyHeader.number(bytes, at: start + 32, count: 2)))
            case .unix:
                var path: [UInt8] = []
                for position in start..<start + 108 where path.count == position - start && bytes[position] != 0 {
                    path.append(bytes[position])
                }
                return .unix(String(decoding: path, as: UTF8.self))
            }
        }
    }

    /// A number of `count` bytes, at most eight, the first one in the most significant place.
    private static func number(_ bytes: Span<UInt8>, at start: Int, count: Int) -> UInt64 {
        var number: UInt64 = 0
        for position in start..<start + count { number = number << 8 | UInt64(bytes[position]) }
        return number
    }
}
