/// Percent-encoding of text for URLs (RFC 3986 section 2.1).
package enum PercentEncoding {
    /// Encodes one path segment, its slashes included: everything but unreserved bytes.
    package static func pathSegment(_ text: String) -> String { encode(text, keeping: isUnreserved) }

    /// Encodes a name or value of a query: everything but unreserved bytes.
    package static func queryValue(_ text: String) -> String { encode(text, keeping: isUnreserved) }

    /// Encodes every byte of UTF-8 but those that `isPlain` lets through.
    package static func encode(_ text: String, keeping isPlain: (UInt8) -> Bool) -> String {
        guard !text.utf8.allSatisfy(isPlain) else { return text }
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count * 3)
        for byte in text.utf8 {
            if isPlain(byte) {
                encoded.append(byte)
            } else {
                append(byte, to: &encoded)
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// Appends a byte as `%` and two upper-case digits.
    package static func append(_ byte: UInt8, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "%"))
        Hex.appendUppercase(byte, to: &text)
    }

    /// Whether a byte is `unreserved` (section 2.3).
    package static func isUnreserved(_ byte: UInt8) -> Bool {
        ASCII.isLetterOrDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "~")
    }
}
