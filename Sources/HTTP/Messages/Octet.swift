/// Classes of octets, decided by bit sets so that no table is read and no `Character` is asked.
enum Octet {
    static let tab = UInt8(ascii: "\t")
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space = UInt8(ascii: " ")
    static let slash = UInt8(ascii: "/")
    static let backslash = UInt8(ascii: "\\")
    static let percent = UInt8(ascii: "%")
    static let quote = UInt8(ascii: "\"")

    /// Whether an octet is SP or HTAB.
    static func isBlank(_ octet: UInt8) -> Bool { octet == space || octet == tab }

    /// Whether an octet is below 0x20 or DEL.
    static func isControl(_ octet: UInt8) -> Bool { octet < 0x20 || octet == 0x7F }

    static func isDigit(_ octet: UInt8) -> Bool { octet &- 0x30 < 10 }

    static func isLetter(_ octet: UInt8) -> Bool { (octet | 0x20) &- 0x61 < 26 }

    static func isAlphanumeric(_ octet: UInt8) -> Bool { isDigit(octet) || isLetter(octet) }

    /// The octet with A to Z made lower case and everything else as it is.
    static func lowercased(_ octet: UInt8) -> UInt8 { octet &- 0x41 < 26 ? octet | 0x20 : octet }

    /// The value of a hexadecimal digit.
    static func hexValue(_ octet: UInt8) -> UInt8? {
        if isDigit(octet) { return octet &- 0x30 }
        let letter = (octet | 0x20) &- 0x61
        return letter < 6 ? letter &+ 10 : nil
    }

    /// Whether an octet is a `tchar` (RFC 9110 section 5.6.2).
    static func isToken(_ octet: UInt8) -> Bool { isMember(octet, tokenLow, tokenHigh) }

    /// Whether an octet may stand in a registered name: unreserved or sub-delims (RFC 3986 section 3.2.2).
    static func isRegisteredName(_ octet: UInt8) -> Bool { isMember(octet, registeredLow, registeredHigh) }

    /// Whether an octet may stand in a raw path: `pchar` and `/`, and `[ ] ^ |`, which browsers send as they are.
    static func isPath(_ octet: UInt8) -> Bool { isMember(octet, pathLow, pathHigh) }

    /// Whether an octet may stand in a raw query: every visible ASCII octet but `" # < >`.
    ///
    /// That is more than RFC 3986 section 3.4 allows: browsers do not encode the rest.
    static func isQuery(_ octet: UInt8) -> Bool { isMember(octet, queryLow, queryHigh) }

    private static func isMember(_ octet: UInt8, _ low: UInt64, _ high: UInt64) -> Bool {
        guard octet < 0x80 else { return false }
        return (octet < 0x40 ? low : high) &>> UInt64(octet & 0x3F) & 1 == 1
    }

    // Bit n of a low word stands for octet n, bit n of a high word for octet 64 + n.
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
