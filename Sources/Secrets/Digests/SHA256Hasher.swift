import COpenSSL

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

    /// Feeds the next octets.
    package mutating func update(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    /// Feeds the next octets.
    package mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    /// Feeds the next octets.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else {
            fatalError("OpenSSL cannot go on with SHA-256")
        }
    }

    /// The 32 octets of the digest of all that was fed.
    package consuming func finalize() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: SHA256.octetCount)
        guard unsafe EVP_DigestFinal_ex(context, &digest, nil) == 1 else {
            fatalError("OpenSSL cannot finish SHA-256")
        }
        return digest
    }
}
