/// Base 64 without padding (RFC 4648, sections 3.2, 4 and 5), read strictly: one value has one spelling.
package struct Base64: Sendable {
    /// The alphabet with `+` and `/` (section 4), which the PHC string form uses.
    package static let standard = Base64(lastSymbols: "+/")

    /// The alphabet with `-` and `_` (section 5), safe in addresses, cookies and file names.
    package static let url = Base64(lastSymbols: "-_")

    private let symbols: [UInt8]
    private let values: [UInt8?]

    private init(lastSymbols: String) {
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + lastSymbols
        symbols = Array(alphabet.utf8)
        var values = [UInt8?](repeating: nil, count: 256)
        for (value, symbol) in symbols.enumerated() {
            values[Int(symbol)] = UInt8(value)
        }
        self.values = values
    }

    /// The text of the octets, four symbols for three and no padding.
    package func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count / 3 * 4 + 3)
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
        if bitCount > 0 {
            text.append(symbols[Int(bits << (6 - bitCount) & 0x3F)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The octets of the text.
    ///
    /// - Returns: `nil` for padding, white space, a symbol of another alphabet, a length that no octets have, or
    ///   trailing bits that are not zero (RFC 4648, section 3.5).
    package func decode(_ text: String) -> [UInt8]? {
        decode(text.utf8)
    }

    /// The octets of the text, which is given in ASCII; see ``decode(_:)``.
    package func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
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
}
