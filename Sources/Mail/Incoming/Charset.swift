/// The encodings of characters in which mails arrive.
enum Charset: Sendable {
    case utf8
    /// Stands for ISO 8859-1 and ASCII as well, since mail programs call it that.
    case windows1252
    /// ISO 8859-15.
    case latin9

    /// Reads a name of the IANA list; `nil` for every other encoding.
    init?(_ name: String) {
        switch ASCII.lowercased(name) {
        case "utf-8", "utf8", "unicode-1-1-utf-8": self = .utf8
        case "us-ascii", "ascii", "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "windows-1252", "cp1252",
            "x-cp1252":
            self = .windows1252
        case "iso-8859-15", "iso8859-15", "iso_8859-15", "latin9": self = .latin9
        default: return nil
        }
    }

    /// Turns octets into text; what does not fit becomes U+FFFD.
    ///
    /// Mails lie about their encoding: what is valid UTF-8 is taken for it, and what says to be UTF-8 and is not, for
    /// Windows-1252.
    static func text(_ octets: [UInt8], declared: Charset?) -> String {
        if let text = String(validating: octets, as: UTF8.self) { return text }
        return switch declared {
        case .latin9: latin(octets, isLatin9: true)
        case .utf8, .windows1252, nil: latin(octets, isLatin9: false)
        }
    }

    private static func latin(_ octets: [UInt8], isLatin9: Bool) -> String {
        var scalars = String.UnicodeScalarView()
        for octet in octets {
            if isLatin9 {
                scalars.append(latin9Differences[octet] ?? Unicode.Scalar(octet))
            } else if (0x80...0x9F).contains(octet) {
                scalars.append(upperControls[Int(octet - 0x80)])
            } else {
                scalars.append(Unicode.Scalar(octet))
            }
        }
        return String(scalars)
    }

    /// 80 to 9F, where Windows-1252 differs from ISO 8859-1.
    private static let upperControls: [Unicode.Scalar] = [
        "\u{20AC}", "\u{FFFD}", "\u{201A}", "\u{0192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}",
        "\u{02C6}", "\u{2030}", "\u{0160}", "\u{2039}", "\u{0152}", "\u{FFFD}", "\u{017D}", "\u{FFFD}",
        "\u{FFFD}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}",
        "\u{02DC}", "\u{2122}", "\u{0161}", "\u{203A}", "\u{0153}", "\u{FFFD}", "\u{017E}", "\u{0178}",
    ]

    private static let latin9Differences: [UInt8: Unicode.Scalar] = [
        0xA4: "€", 0xA6: "Š", 0xA8: "š", 0xB4: "Ž", 0xB8: "ž", 0xBC: "Œ", 0xBD: "œ", 0xBE: "Ÿ",
    ]
}
