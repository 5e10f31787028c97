internal import Glibc

/// An open file descriptor with exactly one owner; it is closed when its owner lets go of it.
package struct Descriptor: ~Copyable, Sendable {
    /// The number to hand to system calls while this value lives; never to be closed or kept.
    package let rawValue: Int32

    /// Takes over an open descriptor, which nobody else may close from here on.
    package init(_ rawValue: Int32) {
        self.rawValue = rawValue
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
