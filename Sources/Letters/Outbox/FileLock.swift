internal import Glibc
internal import SystemPackage

/// An exclusive `flock` on a file, until it is given up or the process ends.
struct FileLock: ~Copyable {
    private let descriptor: FileDescriptor

    private init(_ descriptor: FileDescriptor) {
        self.descriptor = descriptor
    }

    /// Nil when another process holds it.
    static func take(_ path: FilePath) throws(Errno) -> FileLock? {
        let descriptor: FileDescriptor
        do {
            descriptor = try FileDescriptor.open(
                path, .readWrite, options: [.create, .closeOnExec, .noFollow], permissions: [.ownerReadWrite])
        } catch {
            throw .of(error)
        }
        guard flock(descriptor.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            let error = Errno.last
            try? descriptor.close()
            guard error == .wouldBlock else { throw error }
            return nil
        }
        return FileLock(descriptor)
    }

    deinit {
        try? descriptor.close()
    }
}
