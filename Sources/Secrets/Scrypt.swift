import COpenSSL

/// The key derivation function scrypt (RFC 7914).
///
/// Slow by design: never call it on an event loop.
package enum Scrypt {
    /// Derives bytes from a password, taken as it is, without normalisation.
    ///
    /// - Parameters:
    ///   - password: the password; its UTF-8 is what counts.
    ///   - salt: any bytes.
    ///   - parameters: work and memory.
    ///   - count: how many bytes to derive, at least 1.
    ///   - memoryLimit: what OpenSSL may allocate, in bytes. Its own default of 32 MiB refuses N=2^15 with r=8.
    /// - Returns: the derived bytes.
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

/// How much work and memory one password hash takes (RFC 7914, section 2).
///
/// A value of this type is always within bounds, so that a row somebody wrote into the database can make a check
/// neither take more than 256 MiB nor much longer than a few seconds.
package struct ScryptParameters: Sendable, Equatable {
    /// The most memory that a hash may ask for, in bytes.
    package static let maximumMemory = 256 << 20

    /// The most block mixes (N·r·p) that a hash may ask for: about five times the recommended work.
    package static let maximumWork = 1 << 22

    /// N=2^15, r=8, p=3: a row of OWASP's Password Storage Cheat Sheet that needs 32 MiB and about 0.3 s.
    package static let recommended = ScryptParameters(unchecked: 15, r: 8, p: 3)

    /// The base-2 logarithm of the CPU/memory cost N.
    package let logN: Int

    /// The block size.
    package let r: Int

    /// The parallelisation.
    package let p: Int

    /// Takes parameters of unknown origin.
    ///
    /// - Returns: `nil` for what RFC 7914 does not allow, or what exceeds ``maximumMemory`` or ``maximumWork``.
    package init?(logN: Int, r: Int, p: Int) {
        // With each part bounded by itself first, none of the products below can overflow.
        guard (1...24).contains(logN), (1...1024).contains(r), (1...1024).contains(p), logN < 16 * r else { return nil }
        self.init(unchecked: logN, r: r, p: p)
        guard memory <= Self.maximumMemory, work <= Self.maximumWork else { return nil }
    }

    private init(unchecked logN: Int, r: Int, p: Int) {
        self.logN = logN
        self.r = r
        self.p = p
    }

    /// What OpenSSL allocates for one hash, in bytes: 128·r·(N + p + 2).
    package var memory: Int {
        128 * r * ((1 << logN) + p + 2)
    }

    /// The number of block mixes, to which the time is proportional: N·r·p.
    package var work: Int {
        (1 << logN) * r * p
    }

    /// Whether a hash with these should be made anew with the others.
    package func isWeaker(than other: ScryptParameters) -> Bool {
        work < other.work || r << logN < other.r << other.logN
    }
}
