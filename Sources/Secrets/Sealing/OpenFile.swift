import Glibc

/// An open descriptor for the few things that a key file needs; closed when it goes.
struct OpenFile: ~Copyable {
    typealias Reason = SealingKey.FileError.Reason

    private let descriptor: Int32

    /// Opens the file, close-on-exec; with `O_CREAT` only its owner may read and write it.
    init(path: String, flags: Int32) throws(Reason) {
        let descriptor = unsafe open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(call: "open", errno: errno) }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// What fstat(2) says.
    func status() throws(Reason) -> stat {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .system(call: "fstat", errno: errno) }
        return status
    }

    /// Sets the permission bits, whatever the umask was.
    func setMode(_ mode: mode_t) throws(Reason) {
        guard fchmod(descriptor, mode) == 0 else { throw .system(call: "fchmod", errno: errno) }
    }

    /// Reads until the end or until there are so many octets.
    func read(upTo count: Int) throws(Reason) -> [UInt8] {
        var octets: [UInt8] = []
        while octets.count < count {
            var piece = [UInt8](repeating: 0, count: count - octets.count)
            let length = unsafe Glibc.read(descriptor, &piece, piece.count)
            if length < 0 {
                if errno == EINTR { continue }
                throw .system(call: "read", errno: errno)
            }
            guard length > 0 else { break }
            octets += piece.prefix(length)
        }
        return octets
    }

    /// Writes all octets.
    func write(_ octets: [UInt8]) throws(Reason) {
        var rest = octets[...]
        while !rest.isEmpty {
            let length = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if length < 0 {
                if errno == EINTR { continue }
                throw .system(call: "write", errno: errno)
            }
            rest = rest.dropFirst(length)
        }
    }

    /// Makes what was written last.
    func synchronize() throws(Reason) {
        guard fsync(descriptor) == 0 else { throw .system(call: "fsync", errno: errno) }
    }
}
