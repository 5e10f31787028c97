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
        case .base64: Self.decodedBase64(octets)
        case .quotedPrintable: Self.decodedQuotedPrintable(octets)
        }
    }

    private static func decodedBase64(_ octets: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for octet in octets {
            if octet == UInt8(ascii: "=") { break }
            guard let value = base64Value(octet) else { continue }
            bits = (bits << 6 | value) & 0xFFFF
            count += 6
            if count >= 8 {
                count -= 8
                output.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        return output
    }

    private static func base64Value(_ octet: UInt8) -> UInt32? {
        switch octet {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(octet - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(octet - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(octet - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }

    private static func decodedQuotedPrintable(_ octets: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        for line in Lines(octets) {
            var rest = MIMEFields.trimmedAtEnd(line)
            let isSoft = rest.last == UInt8(ascii: "=")
            if isSoft { rest = rest.dropLast() }
            while let octet = rest.popFirst() {
                let digits = rest.prefix(2).compactMap(hexadecimalValue)
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

    private static func hexadecimalValue(_ octet: UInt8) -> UInt8? {
        switch octet {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): octet - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): octet - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): octet - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
