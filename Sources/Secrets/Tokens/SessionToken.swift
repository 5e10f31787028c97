import Codecs

/// What a session cookie carries: 256 random bits.
///
/// The database stores only the ``digest``, so that a stolen copy of it opens no session. A plain digest is enough
/// because nobody can guess 256 bits.
package struct SessionToken: Sendable {
    /// How many octets a token has.
    package static let octetCount = 32

    private let storage: SecretStorage

    /// A new token from the system's generator (getrandom(2)).
    package init() {
        var generator = SystemRandomNumberGenerator()
        self.init(using: &generator)
    }

    /// A new token from the given generator.
    package init(using generator: inout some RandomNumberGenerator) {
        storage = SecretStorage(copying: randomOctets(Self.octetCount, using: &generator))
    }

    /// Reads the text of a cookie.
    ///
    /// - Returns: `nil` unless these are exactly the 43 symbols of base64url that 32 octets have.
    package init?(_ text: String) {
        guard text.utf8.count == 43, let octets = Base64.url.decode(text) else { return nil }
        storage = SecretStorage(copying: octets)
    }

    /// The text for the cookie: 43 symbols of base64url.
    package func reveal() -> String {
        Base64.url.encode(unsafe storage.withUnsafeBytes { unsafe Array($0) })
    }

    /// The SHA-256 of the token's octets: 32 octets that may be stored.
    package var digest: [UInt8] {
        var hasher = SHA256Hasher()
        unsafe storage.withUnsafeBytes { unsafe hasher.update($0) }
        return hasher.finalize()
    }
}

extension SessionToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `<session token>`.
    package var description: String { "<session token>" }

    /// Always `<session token>`.
    package var debugDescription: String { "<session token>" }

    /// A mirror without children.
    package var customMirror: Mirror {
        Mirror(self, children: EmptyCollection<Mirror.Child>())
    }
}
