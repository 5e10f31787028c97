import Codecs

/// The password that the office mails: 80 random bits, to be typed from paper or a screen.
///
/// Four groups of four out of 32 symbols, without the pairs that look alike (0 and O, 1 and I).
package struct InitialPassword: Sendable {
    static let alphabet = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)
    private static let symbolCount = 16

    /// The sixteen symbols without separators: what is hashed.
    package let normalized: Secret

    /// The text for the mail: four groups of four, joined by `-`.
    package let grouped: Secret

    /// A new password from the system's generator (getrandom(2)).
    package init() {
        var generator = SystemRandomNumberGenerator()
        self.init(using: &generator)
    }

    /// A new password from the given generator.
    package init(using generator: inout some RandomNumberGenerator) {
        let symbols = randomBytes(Self.symbolCount, using: &generator).map { Self.alphabet[Int($0 & 31)] }
        let groups = stride(from: 0, to: symbols.count, by: 4).map {
            String(decoding: symbols[$0..<$0 + 4], as: UTF8.self)
        }
        normalized = Secret(groups.joined())
        grouped = Secret(groups.joined(separator: "-"))
    }

    /// What was meant by what was typed: sixteen symbols, to be compared with the hash.
    ///
    /// Forgives small letters, blanks and hyphens of every kind wherever they stand, and `1` or `I` in place of `L`.
    ///
    /// - Returns: `nil` if it can be no initial password.
    package static func normalize(_ typed: Secret) -> Secret? {
        symbols(of: typed.reveal(), count: symbolCount).map { Secret(String(decoding: $0, as: UTF8.self)) }
    }

    /// So many symbols, and nothing but separators between them; `nil` for anything else.
    static func symbols(of typed: String, count: Int) -> [UInt8]? {
        guard typed.utf8.count <= PasswordHasher.maximumBytes else { return nil }
        var symbols: [UInt8] = []
        for scalar in typed.unicodeScalars where !isSeparator(scalar) {
            guard let symbol = symbol(for: scalar), symbols.count < count else { return nil }
            symbols.append(symbol)
        }
        return symbols.count == count ? symbols : nil
    }

    private static func symbol(for scalar: Unicode.Scalar) -> UInt8? {
        guard scalar.isASCII else { return nil }
        var symbol = ASCII.uppercased(UInt8(truncatingIfNeeded: scalar.value))
        if symbol == UInt8(ascii: "1") || symbol == UInt8(ascii: "I") { symbol = UInt8(ascii: "L") }
        return alphabet.contains(symbol) ? symbol : nil
    }

    // White space, what is invisible in copied text, and all dashes of Unicode (general category Pd) beside the minus.
    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\u{00AD}", "\u{200B}"..."\u{200F}", "\u{2043}", "\u{2060}", "\u{2212}", "\u{FEFF}": true
        default: scalar.properties.isWhitespace || scalar.properties.generalCategory == .dashPunctuation
        }
    }
}

extension InitialPassword: Redacted {
    package var description: String { "<initial password>" }
}
