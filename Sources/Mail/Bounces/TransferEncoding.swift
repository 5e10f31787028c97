import Codecs

/// How the content of a MIME part is written (RFC 2045 section 6), read leniently: what is no encoding is skipped or
/// stands for itself.
enum TransferEncoding: Sendable {
    case identity
    case base64
    case quotedPrintable

    /// Reads the value of `Content-Transfer-Encoding`; what is unknown, or missing, is the identity.
    init(_ value: [UInt8]?) {
        switch value.map({ ASCII.lowercased(String(decoding: $0, as: UTF8.self)) }) {
        case "base64": self = .base64
        case "quoted-printable": self = .quotedPrintable
        default: self = .identity
        }
    }

    /// The content itself; never longer than what it is given.
    func decoded(_ octets: [UInt8]) -> [UInt8] {
        switch self {
        case .identity: octets
        case .base64: Base64.standard.decodeLeniently(octets)
        case .quotedPrintable: Self.decodedQuotedPrintable(octets)
        }
    }

    private static func decodedQuotedPrintable(_ octets: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        for line in Lines(octets) {
            var rest = line.trimmingEnd(while: ASCII.isBlank)
            let isSoft = rest.last == UInt8(ascii: "=")
            if isSoft { rest = rest.dropLast() }
            while let octet = rest.popFirst() {
                let digits = rest.prefix(2).compactMap(Hex.value)
                if octet == UInt8(ascii: "="), digits.count == 2 {
                    output.append(digits[0] << 4 | digits[1])
                    rest = rest.dropFirst(2)
                } else {
                    output.append(octet)
                }
            }
            if !isSoft { output.append(UInt8(ascii: "\n")) }
        }
        return output
    }
}
