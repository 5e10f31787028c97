internal import Glibc
package import SystemPackage

/// A file without a name: nothing is left of it when the last reference to it goes, or the process is killed, unless
/// it was kept.
package final class TemporaryFile: Sendable {
    /// What the name begins with that a copy has until it is complete, where a file has to be copied to be kept.
    package static let incomingPrefix = ".incoming-"

    /// The open file, valid as long as this object lives; nobody else may close it.
    package let descriptor: FileDescriptor

    /// Whether the file system can give the file a name; elsewhere keeping it means copying it.
    private let isLinkable: Bool

    /// Makes an empty file, mode 0600, in the file system of a folder that exists.
    package convenience init(in folder: FilePath) throws(FileWriteError) {
        do throws(FileWriteError) {
            let file = try FileWriteError.rethrow {
                try FileDescriptor.open(
                    folder, .readWrite, options: [FileDescriptor.OpenOptions(rawValue: __O_TMPFILE), .closeOnExec],
                    permissions: .ownerReadWrite)
            }
            self.init(file, isLinkable: true)
        } catch .failed(.notSupported), .failed(.isDirectory) {
            try self.init(namedIn: folder)
        }
    }

    /// Makes the file where the file system knows none without a name: with one that it loses at once.
    convenience init(namedIn folder: FilePath) throws(FileWriteError) {
        let (file, path) = try Self.create(in: folder)
        self.init(file, isLinkable: false)
        try FileWriteError.check(unsafe path.withPlatformString { unsafe unlink($0) })
    }

    /// Takes over an open file.
    init(_ descriptor: FileDescriptor, isLinkable: Bool) {
        self.descriptor = descriptor
        self.isLinkable = isLinkable
    }

    deinit {
        try? descriptor.close()
    }

    /// Appends bytes, all of them.
    func write(_ bytes: Span<UInt8>) throws(FileWriteError) {
        try FileWriteError.rethrow { _ = try unsafe bytes.withUnsafeBytes { try unsafe descriptor.writeAll($0) } }
    }

    /// Gives the file a name once its content is on the disk, and waits until the name is there too.
    ///
    /// Blocks for as long as the disk takes: not for a worker's thread. What goes wrong leaves no name behind, and the
    /// file as it was.
    ///
    /// - Parameters:
    ///   - path: The name, in a folder of the file system that the file was made in; nothing is replaced.
    ///   - permissions: Its mode.
    /// - Throws: `exists` where there is something of that name.
    package func keep(
        as path: FilePath, permissions: FilePermissions = [.ownerReadWrite, .groupRead]
    ) throws(FileWriteError) {
        let folder = path.removingLastComponent()
        if isLinkable {
            try Self.complete(descriptor, permissions)
            try Self.link(FilePath("/proc/self/fd/\(descriptor.rawValue)"), to: path)
        } else {
            let (copy, name) = try Self.create(in: folder)
            defer {
                _ = unsafe name.withPlatformString { unsafe unlink($0) }
                try? copy.close()
            }
            // Who sweeps up what killed processes left behind knows by the lock that this one is at work.
            flock(copy.rawValue, LOCK_EX)
            try write(to: copy)
            try Self.complete(copy, permissions)
            try Self.link(name, to: path)
        }
        try FileWriteError.rethrow {
            let directory = try FileDescriptor.open(
                folder.isEmpty ? "." : folder, .readOnly, options: [.directory, .closeOnExec])
            try directory.closeAfter { try FileWriteError.check(fsync(directory.rawValue)) }
        }
    }
}

extension TemporaryFile {
    private static func create(
        in folder: FilePath
    ) throws(FileWriteError) -> (file: FileDescriptor, path: FilePath) {
        let path = folder.appending(incomingPrefix + String(UInt64.random(in: .min ... .max), radix: 36))
        let file = try FileWriteError.rethrow {
            try FileDescriptor.open(
                path, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec, .noFollow],
                permissions: .ownerReadWrite)
        }
        return (file, path)
    }

    /// Gives a file its mode, and waits until all of it is on the disk.
    private static func complete(_ file: FileDescriptor, _ permissions: FilePermissions) throws(FileWriteError) {
        try FileWriteError.check(fchmod(file.rawValue, permissions.rawValue))
        try FileWriteError.check(fsync(file.rawValue))
    }

    private static func link(_ source: FilePath, to path: FilePath) throws(FileWriteError) {
        let result = unsafe source.withPlatformString { from in
            unsafe path.withPlatformString { to in
                unsafe linkat(AT_FDCWD, from, AT_FDCWD, to, AT_SYMLINK_FOLLOW)
            }
        }
        try FileWriteError.check(result)
    }

    private func write(to copy: FileDescriptor) throws(FileWriteError) {
        try FileWriteError.rethrow {
            var buffer = [UInt8](repeating: 0, count: 256 * 1024)
            var offset: Int64 = 0
            while true {
                let count = try unsafe buffer.withUnsafeMutableBytes {
                    try unsafe descriptor.read(fromAbsoluteOffset: offset, into: $0)
                }
                guard count > 0 else { return }
                _ = try copy.writeAll(buffer[..<count])
                offset += Int64(count)
            }
        }
    }
}

extension FileWriteError {
    /// Holds the result of a C call against its convention; to be called right behind it.
    fileprivate static func check(_ result: Int32) throws(FileWriteError) {
        guard result == 0 else { throw FileWriteError(Errno(rawValue: errno)) }
    }
}

/// Why a file could not be written.
package enum FileWriteError: Error, Hashable {
    /// The file system or the owner's share of it is full, or it takes no file of that size (ENOSPC, EDQUOT, EFBIG).
    case noSpace
    /// There are no descriptors or no memory at this moment (EMFILE, ENFILE, ENOMEM).
    case exhausted
    /// There is something of that name already.
    case exists
    /// Any other failed system call.
    case failed(Errno)

    /// The error that an errno stands for.
    package init(_ errno: Errno) {
        switch errno {
        case .noSpace, .diskQuotaExceeded, .fileTooLarge: self = .noSpace
        case .tooManyOpenFiles, .tooManyOpenFilesInSystem, .noMemory: self = .exhausted
        case .fileExists: self = .exists
        default: self = .failed(errno)
        }
    }

    /// Calls something of the `System` library, which throws nothing but errnos.
    static func rethrow<Value>(_ body: () throws -> Value) throws(FileWriteError) -> Value {
        do {
            return try body()
        } catch {
            throw FileWriteError(error as? Errno ?? .ioError)
        }
    }

    /// The status to answer with.
    package var status: Status {
        switch self {
        case .noSpace: .insufficientStorage
        case .exhausted: .serviceUnavailable
        case .exists: .conflict
        case .failed: .internalServerError
        }
    }
}

extension FileWriteError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noSpace: "there is no room for the file"
        case .exhausted: "no descriptors or no memory for another file"
        case .exists: "there is a file of that name already"
        case .failed(let errno): errno.description
        }
    }
}
