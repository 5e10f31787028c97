import Glibc
import Platform
import SQLite
import Secrets
import SystemPackage

/// A file that is being written: under a temporary name until it is kept, gone if it never is.
///
/// It holds an advisory lock (`flock`) while it lives, so that a sweep can tell one that is being written by another
/// process from one that a killed process left behind.
struct IncomingFile: ~Copyable {
    static let prefix = ".incoming-"

    private let descriptor: FileDescriptor
    private let path: FilePath
    private var isKept = false

    /// Creates the file, mode 0600, in a folder that exists.
    init(in folder: FilePath) throws(Errno) {
        (descriptor, path) = try IncomingFile.create(in: folder)
    }

    private static func create(in folder: FilePath) throws(Errno) -> (FileDescriptor, FilePath) {
        while true {
            let path = folder.appending(prefix + String(UInt64.random(in: .min ... .max), radix: 36))
            let descriptor: FileDescriptor
            do {
                descriptor = try FileDescriptor.open(
                    path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec, .noFollow],
                    permissions: [.ownerReadWrite])
            } catch {
                throw Errno.of(error)
            }
            flock(descriptor.rawValue, LOCK_EX)
            // A sweep may have taken it for left behind before it was locked.
            if FileStatus(path) != nil { return (descriptor, path) }
            try? descriptor.close()
        }
    }

    deinit {
        if !isKept { IncomingFile.remove(path) }
        try? descriptor.close()
    }

    func write(_ bytes: Span<UInt8>) throws(Errno) {
        do {
            _ = try unsafe bytes.withUnsafeBytes { try unsafe descriptor.writeAll($0) }
        } catch {
            throw Errno.of(error)
        }
    }

    /// Makes the content and then the name durable.
    ///
    /// `place`: in a folder that exists, on the same file system. What lies there is replaced in one step.
    consuming func keep(as place: FilePath) throws(Errno) {
        guard fsync(descriptor.rawValue) == 0 else { throw .last }
        let result = unsafe path.withPlatformString { from in
            unsafe place.withPlatformString { to in unsafe rename(from, to) }
        }
        guard result == 0 else { throw .last }
        isKept = true
        try IncomingFile.syncFolder(place.removingLastComponent())
    }

    static func syncFolder(_ folder: FilePath) throws(Errno) {
        do {
            let descriptor = try FileDescriptor.open(folder, .readOnly, options: [.directory, .closeOnExec])
            defer { try? descriptor.close() }
            guard fsync(descriptor.rawValue) == 0 else { throw Errno.last }
        } catch {
            throw Errno.of(error)
        }
    }

    /// Removes a file left behind; one that some process is still writing stays.
    static func removeIfAbandoned(_ path: FilePath) {
        guard let descriptor = try? FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .noFollow]) else {
            return
        }
        defer { try? descriptor.close() }
        if flock(descriptor.rawValue, LOCK_EX | LOCK_NB) == 0 { remove(path) }
    }

    private static func remove(_ path: FilePath) {
        _ = unsafe path.withPlatformString { unsafe unlink($0) }
    }
}

extension Errno {
    /// The error the last C call left behind; to be read before anything else is called.
    static var last: Errno { Errno(rawValue: errno) }

    /// The error number of whatever a call of the `System` library threw.
    static func of(_ error: any Error) -> Errno {
        error as? Errno ?? .ioError
    }
}
