import COpenSSL

/// Octets that are overwritten before their memory is given back.
@safe
final class SecretStorage: Sendable {
    // Written by `init` alone, read-only from then on.
    nonisolated(unsafe) private let octets: UnsafeMutableRawBufferPointer

    /// Copies the octets straight from the collection, without a copy between.
    init(copying bytes: some Collection<UInt8>) {
        unsafe octets = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        unsafe octets.copyBytes(from: bytes)
    }

    deinit {
        // A plain loop of zeros may be optimised away; see OPENSSL_cleanse(3).
        unsafe OPENSSL_cleanse(octets.baseAddress, octets.count)
        unsafe octets.deallocate()
    }

    /// How many octets are held.
    var count: Int {
        unsafe octets.count
    }

    /// Lends the octets for the time of the call; the pointer must not outlive it.
    func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(UnsafeRawBufferPointer(octets))
    }

    /// Compares the octets in constant time; unequal lengths answer at once.
    func equals(_ other: SecretStorage) -> Bool {
        unsafe withUnsafeBytes { mine in
            unsafe other.withUnsafeBytes { theirs in
                unsafe constantTimeEquals(mine, theirs)
            }
        }
    }
}
