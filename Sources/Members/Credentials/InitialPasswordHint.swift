package import Secrets

/// Four octets that find an initial password's row among several of one account.
///
/// A keyed tag (HMAC-SHA-256, cut short) of the normalised password: without the key, which does not lie in the
/// database, it tells nothing; with it, 48 of the 80 random bits are still unknown and behind scrypt. Thanks to it
/// every sign-in costs one password hash, however many mails are open, and takes the same time.
package struct InitialPasswordHint: Sendable, Equatable {
    package let octets: [UInt8]

    package init(of password: Secret, key: SealingKey) {
        octets = Array(key.tag(of: password, purpose: "initial-password-hint").prefix(4))
    }
}
