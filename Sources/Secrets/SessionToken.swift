import Codecs

/// What a session cookie carries: 256 random bits.
///
/// The database stores only the ``digest``, so that a stolen copy of it opens no session. A plain digest is enough
/// because nobody can guess 256 bits.
package struct SessionToken: Sendable {
    /// How many bytes a token has.
    package static let byteCount = 32

    private let storage: SecretStorage

    /// A new token from the system's generator (getrandom(2)).
    package init() {
        var generator = SystemRandomNumberGenerator()
        self.init(using: &generator)
    }

    /// A new token from the given generator.
    package init(using generator: inout some RandomNumberGenerator) {
        storage = SecretStorage(copying: randomBytes(Self.byteCount, using: &generator))
    }

    /// Reads the text of a cookie.
    ///
    /// - Returns: `nil` unless these are exactly the 43 symbols of base64url that 32 bytes have.
    package init?(_ text: String) {
        guard text.utf8.count == 43, let bytes = Base64.url.decode(text) else { return nil }
        storage = SecretStorage(copying: bytes)
    }

    /// The text for the cookie: 43 symbols of base64url.
    package func reveal() -> String {
        Base64.url.encode(storage.revealed)
    }

    /// The SHA-256 of the token's bytes: 32 bytes that may be stored.
    package var digest: [UInt8] {
        var hasher = SHA256Hasher()
        unsafe storage.withUnsafeBytes { unsafe hasher.update($0) }
        return hasher.finalize()
    }
}

extension SessionToken: Redacted {
    package var description: String { "<session token>" }
}
