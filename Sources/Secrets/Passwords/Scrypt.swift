import COpenSSL

/// The key derivation function scrypt (RFC 7914).
///
/// Slow by design: never call it on an event loop.
package enum Scrypt {
    /// Derives octets from a password, taken as it is, without normalisation.
    ///
    /// - Parameters:
    ///   - password: the password; its UTF-8 is what counts.
    ///   - salt: any octets.
    ///   - parameters: work and memory.
    ///   - count: how many octets to derive, at least 1.
    ///   - memoryLimit: what OpenSSL may allocate, in octets. Its own default of 32 MiB refuses N=2^15 with r=8.
    /// - Returns: the derived octets.
    /// - Throws: if OpenSSL refuses or finds no memory; then nothing is known about the password.
    package static func derive(
        from password: Secret, salt: [UInt8], parameters: ScryptParameters, count: Int, memoryLimit: Int? = nil
    ) throws(CryptoError) -> [UInt8] {
        var key = [UInt8](repeating: 0, count: count)
        let answer = unsafe password.withUnsafeBytes { password in
            unsafe EVP_PBE_scrypt(
                password.baseAddress, password.count, salt, salt.count,
                1 << UInt64(parameters.logN), UInt64(parameters.r), UInt64(parameters.p),
                UInt64(memoryLimit ?? parameters.memory), &key, count)
        }
        guard answer == 1 else { throw CryptoError(failed: .scrypt) }
        return key
    }
}
