import COpenSSL

/// Whether both hold the same octets, in a time that depends on nothing but their lengths.
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
