/// Base 32 (RFC 4648, section 6) in lower case and without padding: safe where the case of letters may be lost.
package enum Base32 {
    /// Eight symbols for each five bytes begun, less those that padding would stand for.
    package static func encode(_ bytes: [UInt8]) -> String {
        let symbols = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count / 5 * 8 + 7)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for byte in bytes {
            bits = (bits << 8 | UInt32(byte)) & 0xFFFF
            bitCount += 8
            while bitCount >= 5 {
                bitCount -= 5
                text.append(symbols[Int(bits >> bitCount & 0x1F)])
            }
        }
        if bitCount > 0 {
            text.append(symbols[Int(bits << (5 - bitCount) & 0x1F)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
