internal import CLinux
internal import Glibc
package import SystemPackage

/// An open file descriptor with exactly one owner; it is closed when its owner lets go of it.
package struct Descriptor: ~Copyable, Sendable {
    /// The number to hand to system calls while this value lives; never to be closed or kept.
    package let rawValue: Int32

    /// Takes over an open descriptor, which nobody else may close from here on.
    package init(_ rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// Opens a second descriptor of the same open file (`fcntl(2)` with F_DUPFD_CLOEXEC).
    ///
    /// - Throws: The errno of the system call, such as too many open files.
    package init(duplicating original: Int32) throws(Errno) {
        self.init(try result(clinux_duplicate(original)))
    }

    /// Closes the descriptor now (`close(2)`).
    package consuming func close() {}

    /// Gives the open descriptor away; whoever gets the number has to close it.
    package consuming func release() -> Int32 {
        let rawValue = rawValue
        discard self
        return rawValue
    }

    deinit {
        _ = Glibc.close(rawValue)
    }
}

/// The result of a call in CLinux's convention, where a negative number is a negated errno.
@inline(__always)
func result<Number: FixedWidthInteger>(_ value: Number) throws(Errno) -> Number {
    guard value >= 0 else { throw Errno(rawValue: Int32(truncatingIfNeeded: 0 &- value)) }
    return value
}
