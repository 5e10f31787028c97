/// Text in Windows-1252, which stands for ISO 8859-1 as well wherever programs mix the two up.
package enum Windows1252 {
    /// What a byte stands for; the five undefined ones give U+FFFD.
    package static func scalar(of byte: UInt8) -> Unicode.Scalar {
        (0x80...0x9F).contains(byte) ? upperControls[Int(byte - 0x80)] : Unicode.Scalar(byte)
    }

    /// The text as bytes of UTF-8.
    package static func utf8(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            if byte < 0x80 {
                text.append(byte)
            } else {
                text += UTF8.encode(scalar(of: byte)) ?? UTF8.encodedReplacementCharacter
            }
        }
        return text
    }

    /// The text.
    package static func decode(_ bytes: [UInt8]) -> String {
        String(decoding: utf8(bytes), as: UTF8.self)
    }

    /// 80 to 9F, where Windows-1252 differs from ISO 8859-1.
    private static let upperControls: [Unicode.Scalar] = [
        "\u{20AC}", "\u{FFFD}", "\u{201A}", "\u{0192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}",
        "\u{02C6}", "\u{2030}", "\u{0160}", "\u{2039}", "\u{0152}", "\u{FFFD}", "\u{017D}", "\u{FFFD}",
        "\u{FFFD}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}",
        "\u{02DC}", "\u{2122}", "\u{0161}", "\u{203A}", "\u{0153}", "\u{FFFD}", "\u{017E}", "\u{0178}",
    ]
}
