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

/// Whether both hold the same bytes, in a time that depends on nothing but their lengths.
package func constantTimeEquals(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    unsafe left.withUnsafeBytes { left in
        unsafe right.withUnsafeBytes { right in
            unsafe constantTimeEquals(left, right)
        }
    }
}

/// The same for lent memory.
func constantTimeEquals(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard left.count == right.count else { return false }
    guard let leftStart = left.baseAddress, let rightStart = right.baseAddress else { return true }
    return unsafe CRYPTO_memcmp(leftStart, rightStart, right.count) == 0
}

/// As many random bytes as asked for, from the given generator.
package func randomBytes(_ count: Int, using generator: inout some RandomNumberGenerator) -> [UInt8] {
    (0..<count).map { _ in generator.next() }
}

/// As many random bytes as asked for, from the system's generator (getrandom(2)).
package func randomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return randomBytes(count, using: &generator)
}
