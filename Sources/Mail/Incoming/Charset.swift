import Codecs

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
        case .latin9: latin9(octets)
        case .utf8, .windows1252, nil: Windows1252.decode(octets)
        }
    }

    private static func latin9(_ octets: [UInt8]) -> String {
        String(String.UnicodeScalarView(octets.map { latin9Differences[$0] ?? Unicode.Scalar($0) }))
    }

    private static let latin9Differences: [UInt8: Unicode.Scalar] = [
        0xA4: "€", 0xA6: "Š", 0xA8: "š", 0xB4: "Ž", 0xB8: "ž", 0xBC: "Œ", 0xBD: "œ", 0xBE: "Ÿ",
    ]
}
