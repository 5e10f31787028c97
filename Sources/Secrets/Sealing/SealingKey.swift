/// A key of 32 octets that seals what must be stored but not be readable in the database, as mails with credentials.
///
/// AES-256-GCM with a random nonce of 96 bits; with that, one key serves for 2^32 sealings (NIST SP 800-38D,
/// section 8.3). What is sealed is its nonce, the ciphertext and the tag of 16 octets, in this order.
package struct SealingKey: Sendable {
    /// How many octets a key has.
    package static let octetCount = 32

    /// By how many octets the sealed form is longer: nonce and tag.
    package static let overhead = nonceOctetCount + tagOctetCount

    private static let nonceOctetCount = 12
    private static let tagOctetCount = 16

    let storage: SecretStorage

    /// A new key from the system's generator (getrandom(2)).
    package init() {
        storage = SecretStorage(copying: randomOctets(Self.octetCount))
    }

    /// Takes an existing key.
    ///
    /// - Returns: `nil` unless there are exactly 32 octets.
    package init?(_ octets: [UInt8]) {
        guard octets.count == Self.octetCount else { return nil }
        storage = SecretStorage(copying: octets)
    }

    /// Encrypts and authenticates.
    ///
    /// - Parameters:
    ///   - plaintext: what to hide, at most 2^31 - 1 octets with the overhead.
    ///   - context: what it belongs to, as the row's table and id; the same must be given to open it.
    /// - Returns: the sealed form, longer by ``overhead``.
    /// - Throws: ``SealingError/tooLong`` or an error of OpenSSL.
    package func seal(_ plaintext: [UInt8], context: [UInt8]) throws(SealingError) -> [UInt8] {
        let nonce = randomOctets(Self.nonceOctetCount)
        guard Self.fits(plaintext), Self.fits(context) else { throw .tooLong }
        do throws(CryptoError) {
            var cipher = try AESGCM(.encrypt, key: storage, nonce: nonce)
            try cipher.authenticate(context)
            let ciphertext = try cipher.update(plaintext)
            return try nonce + ciphertext + cipher.tag(octetCount: Self.tagOctetCount)
        } catch {
            throw .crypto(error)
        }
    }

    /// Checks and decrypts.
    ///
    /// - Throws: ``SealingError/notAuthentic`` for another key, another context or a single changed bit.
    package func open(_ sealed: [UInt8], context: [UInt8]) throws(SealingError) -> [UInt8] {
        guard sealed.count >= Self.overhead else { throw .notAuthentic }
        guard Self.fits(sealed), Self.fits(context) else { throw .tooLong }
        let plaintext: [UInt8]
        let authentic: Bool
        do throws(CryptoError) {
            var cipher = try AESGCM(.decrypt, key: storage, nonce: Array(sealed.prefix(Self.nonceOctetCount)))
            try cipher.authenticate(context)
            plaintext = try cipher.update(
                Array(sealed.dropFirst(Self.nonceOctetCount).dropLast(Self.tagOctetCount)))
            authentic = try cipher.check(tag: Array(sealed.suffix(Self.tagOctetCount)))
        } catch {
            throw .crypto(error)
        }
        guard authentic else { throw .notAuthentic }
        return plaintext
    }

    private static func fits(_ bytes: [UInt8]) -> Bool {
        bytes.count <= Int(Int32.max) - overhead
    }
}

extension SealingKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `<sealing key>`.
    package var description: String { "<sealing key>" }

    /// Always `<sealing key>`.
    package var debugDescription: String { "<sealing key>" }

    /// A mirror without children.
    package var customMirror: Mirror {
        Mirror(self, children: EmptyCollection<Mirror.Child>())
    }
}
