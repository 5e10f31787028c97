/// Percent-encoding of text for URLs (RFC 3986 section 2.1): everything but unreserved octets is encoded.
package enum PercentEncoding {
    /// Encodes one path segment, its slashes included.
    package static func pathSegment(_ text: String) -> String { encode(text) }

    /// Encodes a name or value of a query.
    package static func queryValue(_ text: String) -> String { encode(text) }

    /// Encodes every octet of `text` but those that `isPlain` lets through.
    static func encode(_ text: String, keeping isPlain: (UInt8) -> Bool = isUnreserved) -> String {
        guard !text.utf8.allSatisfy(isPlain) else { return text }
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count * 3)
        for octet in text.utf8 {
            if isPlain(octet) {
                encoded.append(octet)
            } else {
                encoded.append(Octet.percent)
                encoded.append(hexDigit(octet >> 4))
                encoded.append(hexDigit(octet & 0x0F))
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static func isUnreserved(_ octet: UInt8) -> Bool {
        Octet.isAlphanumeric(octet) || octet == UInt8(ascii: "-") || octet == UInt8(ascii: ".")
            || octet == UInt8(ascii: "_") || octet == UInt8(ascii: "~")
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}
