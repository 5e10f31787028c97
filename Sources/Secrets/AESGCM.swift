import COpenSSL

/// One encryption or decryption with AES-256-GCM (NIST SP 800-38D) in OpenSSL.
///
/// The order is fixed: ``authenticate(_:)``, ``update(_:)``, then ``tag(byteCount:)`` or ``check(tag:)``.
@safe
struct AESGCM: ~Copyable {
    enum Direction: Int32 {
        case decrypt = 0
        case encrypt = 1
    }

    private let context: OpaquePointer

    /// Begins with a key of 32 and a nonce of 12 bytes.
    init(_ direction: Direction, key: SecretStorage, nonce: [UInt8]) throws(CryptoError) {
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw CryptoError(failed: .aesGCM) }
        let answer = unsafe key.withUnsafeBytes { key in
            unsafe EVP_CipherInit_ex2(
                context, EVP_aes_256_gcm(), key.assumingMemoryBound(to: UInt8.self).baseAddress, nonce,
                direction.rawValue, nil)
        }
        guard answer == 1 else {
            unsafe EVP_CIPHER_CTX_free(context)
            throw CryptoError(failed: .aesGCM)
        }
        unsafe self.context = unsafe context
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(context)
    }

    /// Takes the additional data, which are authenticated and not encrypted.
    mutating func authenticate(_ data: [UInt8]) throws(CryptoError) {
        guard !data.isEmpty else { return }
        var written: Int32 = 0
        guard unsafe EVP_CipherUpdate(context, nil, &written, data, Int32(data.count)) == 1 else {
            throw CryptoError(failed: .aesGCM)
        }
    }

    /// Encrypts or decrypts all the text; when decrypting, nothing of it may be used before the tag is checked.
    mutating func update(_ text: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard !text.isEmpty else { return [] }
        var result = [UInt8](repeating: 0, count: text.count)
        var written: Int32 = 0
        guard unsafe EVP_CipherUpdate(context, &result, &written, text, Int32(text.count)) == 1, written == text.count
        else { throw CryptoError(failed: .aesGCM) }
        return result
    }

    /// Ends an encryption and hands out the tag.
    mutating func tag(byteCount: Int) throws(CryptoError) -> [UInt8] {
        guard finish() else { throw CryptoError(failed: .aesGCM) }
        var tag = [UInt8](repeating: 0, count: byteCount)
        let answer = unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(byteCount), &tag)
        guard answer == 1 else { throw CryptoError(failed: .aesGCM) }
        return tag
    }

    /// Ends a decryption and tells whether the tag is right.
    mutating func check(tag: [UInt8]) throws(CryptoError) -> Bool {
        var tag = tag
        let count = Int32(tag.count)
        guard unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, count, &tag) == 1 else {
            throw CryptoError(failed: .aesGCM)
        }
        let authentic = finish()
        ERR_clear_error()
        return authentic
    }

    // GCM has no last block, but EVP_CipherFinal_ex(3) wants a place for one.
    private mutating func finish() -> Bool {
        var block = [UInt8](repeating: 0, count: 16)
        var written: Int32 = 0
        return unsafe EVP_CipherFinal_ex(context, &block, &written) == 1
    }
}
