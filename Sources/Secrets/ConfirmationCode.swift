/// The code of a mail with which its reader confirms that the mailbox is theirs: nine symbols in three groups of three,
/// out of the 32 of an initial password.
///
/// The first four are its selector, by which it is found; the other five, 25 random bits, are what has to be known.
/// So wrong tries are counted for one code, and who guesses has few of them.
package struct ConfirmationCode: Sendable {
    private static let selectorLength = 4
    private static let secretLength = 5

    /// Four symbols, no secret.
    package let selector: String

    /// Five symbols.
    package let secret: Secret

    /// The text for the mail: `K7P-M3X-QF4`.
    package var grouped: Secret {
        let symbols = Array((selector + secret.reveal()).utf8)
        let groups = stride(from: 0, to: symbols.count, by: 3).map {
            String(decoding: symbols[$0..<$0 + 3], as: UTF8.self)
        }
        return Secret(groups.joined(separator: "-"))
    }

    /// A new code from the system's generator (getrandom(2)).
    package init() {
        var generator = SystemRandomNumberGenerator()
        self.init(using: &generator)
    }

    /// A new code from the given generator.
    package init(using generator: inout some RandomNumberGenerator) {
        let count = Self.selectorLength + Self.secretLength
        self.init(symbols: randomBytes(count, using: &generator).map { InitialPassword.alphabet[Int($0 & 31)] })
    }

    /// What was meant by what was typed.
    ///
    /// Forgives small letters, blanks and hyphens of every kind wherever they stand, and `1` or `I` in place of `L`.
    ///
    /// - Returns: `nil` if it can be no code.
    package init?(typed: String) {
        let count = Self.selectorLength + Self.secretLength
        guard let symbols = InitialPassword.symbols(of: typed, count: count) else { return nil }
        self.init(symbols: symbols)
    }

    private init(symbols: [UInt8]) {
        selector = String(decoding: symbols[..<Self.selectorLength], as: UTF8.self)
        secret = Secret(String(decoding: symbols[Self.selectorLength...], as: UTF8.self))
    }
}

extension ConfirmationCode: Redacted {
    package var description: String { "<confirmation code>" }
}
