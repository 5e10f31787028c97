extension SealingKey {
    /// A keyed tag of a secret: HMAC-SHA-256 (RFC 2104) over the purpose, a zero octet and the text.
    ///
    /// It depends on the key through a key of its own for each purpose, so that it says nothing about what is sealed.
    ///
    /// `purpose`: what the tag is for; the same secret has another tag for another purpose.
    /// - Returns: 32 octets.
    package func tag(of secret: Secret, purpose: String) -> [UInt8] {
        let derived = HMACSHA256.authenticate(
            Array(purpose.utf8), key: unsafe storage.withUnsafeBytes { unsafe Array($0) })
        return HMACSHA256.authenticate(Array(secret.reveal().utf8), key: derived)
    }
}
