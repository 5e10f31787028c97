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

    /// Opens a second descriptor of the same open file (`fcntl(2)` with F_DUPFD_CLOEXEC), above those of the standard
    /// streams.
    ///
    /// - Throws: The errno of the system call, such as too many open files.
    package init(duplicating original: Int32) throws(Errno) {
        self.init(try systemCall { fcntl(original, F_DUPFD_CLOEXEC, 3) })
    }

    /// Opens a file or a folder (`open(2)`), close-on-exec always.
    ///
    /// - Parameters:
    ///   - path: Relative to the current folder unless it begins with a slash.
    ///   - mode: For reading, for writing or for both.
    ///   - options: Further flags.
    ///   - permissions: The mode, before the umask, of a file that is made.
    /// - Throws: The errno of the system call.
    package init(
        opening path: FilePath, _ mode: FileDescriptor.AccessMode, options: FileDescriptor.OpenOptions = [],
        permissions: FilePermissions = .ownerReadWrite
    ) throws(Errno) {
        try self.init(opening: path, in: AT_FDCWD, mode, options, permissions)
    }

    /// Opens a file or a folder within an open folder (`openat(2)`), whatever that one is called by now.
    package init(
        opening path: FilePath, in folder: borrowing Descriptor, _ mode: FileDescriptor.AccessMode,
        options: FileDescriptor.OpenOptions = [], permissions: FilePermissions = .ownerReadWrite
    ) throws(Errno) {
        try self.init(opening: path, in: folder.rawValue, mode, options, permissions)
    }

    /// Makes an empty file without a name, mode 0600, in the file system of a folder (`open(2)` with O_TMPFILE).
    ///
    /// - Throws: `.notSupported` or `.isDirectory` where the file system knows no such files.
    package init(unnamedIn folder: FilePath) throws(Errno) {
        try self.init(
            opening: folder, .readWrite, options: FileDescriptor.OpenOptions(rawValue: __O_TMPFILE))
    }

    private init(
        opening path: FilePath, in folder: Int32, _ mode: FileDescriptor.AccessMode,
        _ options: FileDescriptor.OpenOptions, _ permissions: FilePermissions
    ) throws(Errno) {
        let flags = mode.rawValue | options.rawValue | O_CLOEXEC
        self.init(
            try systemCall {
                unsafe path.withPlatformString { unsafe openat(folder, $0, flags, permissions.rawValue) }
            })
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

extension Descriptor {
    /// Reads what comes next into an array, at most as much as it holds (`read(2)`).
    ///
    /// - Returns: How many bytes, 0 at the end.
    package func read(into buffer: inout [UInt8]) throws(Errno) -> Int {
        let room = buffer.count
        return try systemCall { unsafe Glibc.read(rawValue, &buffer, room) }
    }

    /// The same from a place in the file (`pread(2)`).
    package func read(into buffer: inout [UInt8], at offset: Int64) throws(Errno) -> Int {
        let room = buffer.count
        return try systemCall { unsafe pread(rawValue, &buffer, room, off_t(offset)) }
    }

    /// Reads what is left, at most a byte more than the limit: a longer result says that there is more than it.
    package func contents(limit: Int) throws(Errno) -> [UInt8] {
        try FileDescriptor(rawValue: rawValue).contents(limit: limit)
    }

    /// Writes all bytes (`write(2)`, as often as it takes).
    package func write(_ bytes: Span<UInt8>) throws(Errno) {
        var written = 0
        while written < bytes.count {
            written += try systemCall {
                unsafe bytes.extracting(written...).withUnsafeBytes { rest in
                    unsafe Glibc.write(rawValue, rest.baseAddress, rest.count)
                }
            }
        }
    }

    /// Waits until what was written is on the disk (`fsync(2)`): the content of a file, the names in a folder.
    package func synchronize() throws(Errno) {
        try systemCall { fsync(rawValue) }
    }

    /// Gives a file that was made without a name one, which replaces nothing; content and name are on the disk when this
    /// returns.
    ///
    /// - Throws: `.fileExists` where there is something of that name.
    package func publish(as place: FilePath, permissions: FilePermissions) throws(Errno) {
        try systemCall { fchmod(rawValue, permissions.rawValue) }
        try synchronize()
        // See open(2) about O_TMPFILE: the other way to name it needs a privilege.
        let source = FilePath("/proc/self/fd/\(rawValue)")
        try systemCall {
            unsafe source.withPlatformString { from in
                unsafe place.withPlatformString { to in
                    unsafe linkat(AT_FDCWD, from, AT_FDCWD, to, AT_SYMLINK_FOLLOW)
                }
            }
        }
        try Folder.synchronize(Folder.parent(of: place))
    }
}

extension FileDescriptor {
    /// Reads what is left, at most a byte more than the limit: a longer result says that there is more than it.
    package func contents(limit: Int) throws(Errno) -> [UInt8] {
        let most = limit + 1
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(most, 64 << 10))
        while bytes.count < most {
            let wanted = min(chunk.count, most - bytes.count)
            let count = try systemCall { unsafe Glibc.read(rawValue, &chunk, wanted) }
            if count == 0 { break }
            bytes += chunk.prefix(count)
        }
        return bytes
    }
}
