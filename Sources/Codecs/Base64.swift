/// Base 64 (RFC 4648), read strictly: one value has one spelling.
package struct Base64: Sendable {
    /// The alphabet with `+` and `/` (section 4) and no padding, which the PHC string form uses.
    package static let standard = Base64(lastSymbols: "+/", isPadded: false)

    /// The alphabet with `+` and `/`, padded, as mail has it (RFC 2045 section 6.8); without line ends.
    package static let padded = Base64(lastSymbols: "+/", isPadded: true)

    /// The alphabet with `-` and `_` (section 5) and no padding, safe in addresses, cookies and file names.
    package static let url = Base64(lastSymbols: "-_", isPadded: false)

    private let symbols: [UInt8]
    private let values: [UInt8?]
    private let isPadded: Bool

    private init(lastSymbols: String, isPadded: Bool) {
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + lastSymbols
        symbols = Array(alphabet.utf8)
        var values = [UInt8?](repeating: nil, count: 256)
        for (value, symbol) in symbols.enumerated() {
            values[Int(symbol)] = UInt8(value)
        }
        self.values = values
        self.isPadded = isPadded
    }

    /// The text of the bytes: four symbols for three.
    package func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            bitCount += 8
            while bitCount >= 6 {
                bitCount -= 6
                text.append(symbols[Int(bits >> bitCount & 0x3F)])
            }
        }
        if bitCount > 0 { text.append(symbols[Int(bits << (6 - bitCount) & 0x3F)]) }
        while isPadded, !text.count.isMultiple(of: 4) { text.append(UInt8(ascii: "=")) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of the text.
    ///
    /// - Returns: `nil` for missing or unexpected padding, white space, a symbol of another alphabet, a length that no
    ///   bytes have, or trailing bits that are not zero (RFC 4648, section 3.5).
    package func decode(_ text: String) -> [UInt8]? {
        guard isPadded else { return decode(symbols: text.utf8[...]) }
        guard text.utf8.count.isMultiple(of: 4) else { return nil }
        let padding = text.utf8.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
        return decode(symbols: text.utf8.dropLast(padding))
    }

    private func decode(symbols text: Substring.UTF8View) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3 + 2)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for symbol in text {
            guard let value = values[Int(symbol)] else { return nil }
            bits = bits << 6 | UInt32(value)
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
            }
        }
        let rest = bits & (1 << bitCount - 1)
        return rest == 0 ? bytes : nil
    }

    /// The bytes of a text as mails bring it: what is no symbol is skipped, the first `=` ends it.
    package func decodeLeniently(_ text: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for symbol in text {
            if symbol == UInt8(ascii: "=") { break }
            guard let value = values[Int(symbol)] else { continue }
            bits = (bits << 6 | UInt32(value)) & 0xFFFF
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
            }
        }
        return bytes
    }
}
