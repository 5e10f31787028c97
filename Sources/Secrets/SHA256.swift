import COpenSSL

/// SHA-256 (FIPS 180-4) of something that lies in memory as a whole.
package enum SHA256 {
    /// How many bytes a digest has.
    package static let byteCount = 32

    /// The 32 bytes of the digest.
    package static func digest(of bytes: [UInt8]) -> [UInt8] {
        var hasher = SHA256Hasher()
        hasher.update(bytes)
        return hasher.finalize()
    }
}

/// SHA-256 (FIPS 180-4) of something that comes piece by piece.
///
/// Without SHA-256 nothing here could go on: if OpenSSL has no memory or no such algorithm, the process ends.
@safe
package struct SHA256Hasher: ~Copyable {
    private let context: OpaquePointer

    /// Begins with nothing fed.
    package init() {
        guard let context = unsafe EVP_MD_CTX_new(), unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            fatalError("OpenSSL offers no SHA-256")
        }
        unsafe self.context = unsafe context
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
    }

    /// Feeds the next bytes.
    package mutating func update(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    /// Feeds the next bytes.
    package mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    /// Feeds the next bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else {
            fatalError("OpenSSL cannot go on with SHA-256")
        }
    }

    /// The 32 bytes of the digest of all that was fed.
    package consuming func finalize() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: SHA256.byteCount)
        guard unsafe EVP_DigestFinal_ex(context, &digest, nil) == 1 else {
            fatalError("OpenSSL cannot finish SHA-256")
        }
        return digest
    }
}

/// HMAC with SHA-256 (RFC 2104, FIPS 198-1).
package enum HMACSHA256 {
    /// Vouches for a message.
    ///
    /// - Parameters:
    ///   - message: what is vouched for, of any length.
    ///   - key: the key, best of 32 random bytes; longer than 64 gains nothing.
    /// - Returns: 32 bytes, to be compared by ``constantTimeEquals(_:_:)``.
    package static func authenticate(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: SHA256.byteCount)
        let capacity = code.count
        guard
            unsafe EVP_Q_mac(
                nil, "HMAC", nil, "SHA256", nil, key, key.count, message, message.count, &code, capacity, nil) != nil
        else {
            fatalError("OpenSSL offers no HMAC with SHA-256")
        }
        return code
    }
}
