internal import Glibc

extension ArraySlice<UInt8> {
    /// Whether both hold the same octets, compared a block at a time; not for secrets, whose comparison must take the
    /// same time whatever they are.
    func hasSameOctets(as other: ArraySlice<UInt8>) -> Bool {
        count == other.count
            && unsafe withUnsafeBytes { mine in
                unsafe other.withUnsafeBytes { others in
                    guard let one = mine.baseAddress, let other = others.baseAddress else { return true }
                    return unsafe memcmp(one, other, mine.count) == 0
                }
            }
    }
}

extension String {
    /// Whether both are the same octets of UTF-8; unlike `==`, which takes what looks alike for the same.
    func hasSameOctets(as other: String) -> Bool {
        let (mine, others) = (utf8.span, other.utf8.span)
        return mine.count == others.count
            && unsafe mine.withUnsafeBytes { mine in
                unsafe others.withUnsafeBytes { others in
                    guard let one = mine.baseAddress, let other = others.baseAddress else { return true }
                    return unsafe memcmp(one, other, mine.count) == 0
                }
            }
    }
}
