/// SHA-256 (FIPS 180-4) of something that lies in memory as a whole.
package enum SHA256 {
    /// How many octets a digest has.
    package static let octetCount = 32

    /// The 32 octets of the digest.
    package static func digest(of bytes: [UInt8]) -> [UInt8] {
        var hasher = SHA256Hasher()
        hasher.update(bytes)
        return hasher.finalize()
    }
}
