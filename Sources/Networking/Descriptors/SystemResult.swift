internal import SystemPackage

/// The result of a call in CLinux's convention, where a negative number is a negated errno.
@inline(__always)
func result<Number: FixedWidthInteger>(_ value: Number) throws(Errno) -> Number {
    guard value >= 0 else { throw Errno(rawValue: Int32(truncatingIfNeeded: 0 &- value)) }
    return value
}
