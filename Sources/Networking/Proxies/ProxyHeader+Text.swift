/// Version 1: one line, such as `PROXY TCP4 192.0.2.7 198.51.100.1 51234 443`.
extension ProxyHeader {
    private static let signature = Array("PROXY ".utf8)
    /// Octets of the longest line that can be, CRLF included.
    private static let longestLine = 107

    static func parseText(_ bytes: Span<UInt8>) -> Outcome {
        switch begins(bytes, with: signature) {
        case nil: return .needMore
        case false?: return .malformed
        case true?: break
        }
        let end = min(bytes.count, longestLine)
        var position = signature.count
        while position < end, bytes[position] != 0x0D { position += 1 }
        guard position + 1 < longestLine else { return .malformed }
        guard position + 1 < bytes.count else { return .needMore }
        guard bytes[position + 1] == 0x0A else { return .malformed }
        var line: [UInt8] = []
        for octet in signature.count..<position { line.append(bytes[octet]) }
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
