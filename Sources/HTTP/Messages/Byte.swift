/// Bytes that have a meaning in HTTP, and the classes of its grammar as bit sets, so that no table is read.
enum Byte {
    static let tab = UInt8(ascii: "\t")
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space = UInt8(ascii: " ")
    static let slash = UInt8(ascii: "/")
    static let backslash = UInt8(ascii: "\\")
    static let percent = UInt8(ascii: "%")
    static let quote = UInt8(ascii: "\"")

    /// Whether a byte is a `tchar` (RFC 9110 section 5.6.2).
    static func isToken(_ byte: UInt8) -> Bool { isMember(byte, tokenLow, tokenHigh) }

    /// Whether a byte may stand in a registered name: unreserved or sub-delims (RFC 3986 section 3.2.2).
    static func isRegisteredName(_ byte: UInt8) -> Bool { isMember(byte, registeredLow, registeredHigh) }

    /// Whether a byte may stand in a raw path: `pchar` and `/`, and `[ ] ^ |`, which browsers send as they are.
    static func isPath(_ byte: UInt8) -> Bool { isMember(byte, pathLow, pathHigh) }

    /// Whether a byte may stand in a raw query: every visible ASCII byte but `" # < >`.
    ///
    /// That is more than RFC 3986 section 3.4 allows: browsers do not encode the rest.
    static func isQuery(_ byte: UInt8) -> Bool { isMember(byte, queryLow, queryHigh) }

    private static func isMember(_ byte: UInt8, _ low: UInt64, _ high: UInt64) -> Bool {
        guard byte < 0x80 else { return false }
        return (byte < 0x40 ? low : high) &>> UInt64(byte & 0x3F) & 1 == 1
    }

    // Bit n of a low word stands for byte n, bit n of a high word for byte 64 + n.
    private static let digits: UInt64 = 0x03FF_0000_0000_0000
    private static let letters: UInt64 = 0x07FF_FFFE_07FF_FFFE
    // ! # $ % & ' * + - .
    private static let tokenLow: UInt64 = digits | 0x0000_6CFA_0000_0000
    // ^ _ ` | ~
    private static let tokenHigh: UInt64 = letters | 0x5000_0001_C000_0000
    // ! $ & ' ( ) * + , - . ; =
    private static let registeredLow: UInt64 = digits | 0x2800_7FD2_0000_0000
    // _ ~
    private static let registeredHigh: UInt64 = letters | 0x4000_0000_8000_0000
    // those of a registered name, and / : @ % [ ] ^ |
    private static let pathLow: UInt64 = registeredLow | 0x0400_8020_0000_0000
    private static let pathHigh: UInt64 = registeredHigh | 0x1000_0000_6800_0001
    // ! to ~ without " # < >
    private static let queryLow: UInt64 = 0xAFFF_FFF2_0000_0000
    private static let queryHigh: UInt64 = 0x7FFF_FFFF_FFFF_FFFF
}
