/// Hexadecimal text (RFC 4648, section 8): in lower case, but for the pairs that percent-encoding and quoted-printable
/// want in upper case.
package enum Hex {
    /// Two lower-case digits for each byte.
    package static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(lowercaseDigit(byte >> 4))
            text.append(lowercaseDigit(byte & 0x0F))
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The number as 16 lower-case digits.
    package static func encode(_ number: UInt64) -> String {
        encode((0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) })
    }

    /// The bytes, or `nil` for an odd length, an upper-case digit or anything else: one value has one spelling.
    package static func decode(_ text: String) -> [UInt8]? {
        let symbols = Array(text.utf8)
        guard symbols.count.isMultiple(of: 2), !symbols.contains(where: ASCII.isUppercase) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(symbols.count / 2)
        for index in stride(from: 0, to: symbols.count, by: 2) {
            guard let high = value(of: symbols[index]), let low = value(of: symbols[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    /// The value of a digit of either case.
    @inlinable package static func value(of digit: UInt8) -> UInt8? {
        if ASCII.isDigit(digit) { return digit &- 0x30 }
        let letter = (digit | 0x20) &- 0x61
        return letter < 6 ? letter &+ 10 : nil
    }

    /// Appends the two upper-case digits of a byte.
    package static func appendUppercase(_ byte: UInt8, to text: inout [UInt8]) {
        for value in [byte >> 4, byte & 0x0F] {
            text.append(value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10)
        }
    }

    private static func lowercaseDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
