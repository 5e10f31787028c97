import Glibc

extension ArraySlice<UInt8> {
    /// Whether both hold the same bytes, compared a block at a time.
    ///
    /// Not for secrets, whose comparison must take the same time whatever they are.
    package func hasSameBytes(as other: ArraySlice<UInt8>) -> Bool {
        span.hasSameBytes(as: other.span)
    }
}

extension String {
    /// Whether both are the same bytes of UTF-8; unlike `==`, which takes what looks alike for the same.
    package func hasSameBytes(as other: String) -> Bool {
        utf8.span.hasSameBytes(as: other.utf8.span)
    }
}

extension Span<UInt8> {
    fileprivate func hasSameBytes(as other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        return unsafe withUnsafeBytes { mine in
            unsafe other.withUnsafeBytes { others in
                guard let one = mine.baseAddress, let other = others.baseAddress else { return true }
                return unsafe memcmp(one, other, mine.count) == 0
            }
        }
    }
}

extension Hasher {
    /// Feeds bytes in, without their number.
    package mutating func combine(bytes: ArraySlice<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe combine(bytes: $0) }
    }
}
