import COpenSSL

/// HMAC with SHA-256 (RFC 2104, FIPS 198-1).
package enum HMACSHA256 {
    /// Vouches for a message.
    ///
    /// - Parameters:
    ///   - message: what is vouched for, of any length.
    ///   - key: the key, best of 32 random octets; longer than 64 gains nothing.
    /// - Returns: 32 octets, to be compared by ``constantTimeEquals(_:_:)``.
    package static func authenticate(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: SHA256.octetCount)
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
