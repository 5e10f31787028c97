internal import Glibc
package import SystemPackage

/// An exclusive `flock(2)` on a file, until this value goes or the process ends.
package struct FileLock: ~Copyable, Sendable {
    private let descriptor: Descriptor

    private init(_ descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    /// Takes the lock on a file, which is made with mode 0600 where it is missing.
    ///
    /// - Parameters:
    ///   - path: Not followed where it is a symbolic link.
    ///   - limit: How long to wait for it, in which the thread is blocked.
    /// - Returns: `nil` when another holds it until then.
    /// - Throws: why the file cannot be opened or made.
    package static func take(_ path: FilePath, within limit: Duration = .zero) throws(Errno) -> FileLock? {
        let descriptor = try Descriptor(opening: path, .readWrite, options: [.create, .noFollow])
        let clock = ContinuousClock()
        let end = clock.now + limit
        while true {
            do throws(Errno) {
                try systemCall { flock(descriptor.rawValue, LOCK_EX | LOCK_NB) }
                return FileLock(descriptor)
            } catch .wouldBlock {
                // flock(2) itself knows no time limit.
                guard clock.now < end else { return nil }
                usleep(20_000)
            }
        }
    }
}
