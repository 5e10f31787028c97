import COpenSSL

/// OpenSSL could not do what it was asked, for want of memory or of an algorithm in its configuration.
package struct CryptoError: Error, Equatable, CustomStringConvertible {
    /// What was asked of OpenSSL.
    package enum Operation: String, Sendable {
        /// Deriving a key from a password (RFC 7914).
        case scrypt
        /// Encrypting or decrypting with AES-256-GCM (NIST SP 800-38D).
        case aesGCM = "AES-256-GCM"
    }

    /// The operation that failed.
    package let operation: Operation

    /// OpenSSL's first error code, 0 if it gave none; `openssl errstr` explains it.
    package let code: UInt

    /// Takes the calling thread's error code and leaves its error queue empty.
    ///
    /// The queue must not keep old entries: `SSL_get_error` on the same thread would take them for its own.
    init(failed operation: Operation) {
        self.operation = operation
        code = ERR_get_error()
        ERR_clear_error()
    }

    package var description: String {
        "\(operation.rawValue) failed in OpenSSL (error \(String(code, radix: 16)))"
    }
}
