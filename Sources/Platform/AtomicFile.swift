internal import Glibc
package import SystemPackage

/// A file that is being written: under a temporary name until it is published whole, gone if it never is.
///
/// While it lives it holds an advisory lock (`flock(2)`) on the file, by which a sweep tells one that some process is
/// writing from one that a killed process left behind. Every call blocks on the disk.
package struct AtomicFile: ~Copyable {
    /// What happens where something has the name already.
    package enum Conflict: Sendable {
        /// A file of that name is replaced in one step.
        case replace
        /// It stays, and publishing fails with `.fileExists`.
        case fail
    }

    /// What temporary names begin with unless said otherwise.
    package static let prefix = ".incoming-"

    private let descriptor: Descriptor
    private let folder: Descriptor
    private let name: FilePath
    private var isPublished = false

    /// Makes an empty file, mode 0600, in a folder that exists: of the file system of the place to come.
    package init(
        in folder: FilePath, prefix: String = AtomicFile.prefix, suffix: String = ""
    ) throws(Errno) {
        let folder = try Descriptor(opening: folder, .readOnly, options: .directory)
        while true {
            let name = FilePath(prefix + String(UInt64.random(in: .min ... .max), radix: 36) + suffix)
            if let descriptor = try Self.create(name, in: folder) {
                self.init(folder, name, descriptor)
                return
            }
        }
    }

    private init(_ folder: consuming Descriptor, _ name: FilePath, _ descriptor: consuming Descriptor) {
        self.folder = folder
        self.name = name
        self.descriptor = descriptor
    }

    /// Makes and locks a file; nil where a sweep took it for left behind before it was locked.
    private static func create(_ name: FilePath, in folder: borrowing Descriptor) throws(Errno) -> Descriptor? {
        let descriptor = try Descriptor(
            opening: name, in: folder, .writeOnly, options: [.create, .exclusiveCreate, .noFollow])
        try systemCall { flock(descriptor.rawValue, LOCK_EX) }
        guard try FileStatus(of: descriptor).linkCount > 0 else { return nil }
        return descriptor
    }

    deinit {
        if !isPublished {
            _ = unsafe name.withPlatformString { unsafe unlinkat(folder.rawValue, $0, 0) }
        }
    }

    /// Appends bytes, all of them.
    package func write(_ bytes: Span<UInt8>) throws(Errno) {
        try descriptor.write(bytes)
    }

    /// Gives the file its name; content and name are on the disk when this returns.
    ///
    /// - Parameters:
    ///   - place: In a folder that exists.
    ///   - conflict: What happens where something is in the place.
    ///   - permissions: Its mode, whatever the umask.
    /// - Throws: Then the place is as it was, unless the disk failed while the name was to last.
    package consuming func publish(
        as place: FilePath, onConflict conflict: Conflict, permissions: FilePermissions = .ownerReadWrite
    ) throws(Errno) {
        try systemCall { fchmod(descriptor.rawValue, permissions.rawValue) }
        try descriptor.synchronize()
        try systemCall {
            unsafe name.withPlatformString { from in
                unsafe place.withPlatformString { to in
                    switch conflict {
                    case .replace: unsafe renameat(folder.rawValue, from, AT_FDCWD, to)
                    // link(2) never replaces.
                    case .fail: unsafe linkat(folder.rawValue, from, AT_FDCWD, to, 0)
                    }
                }
            }
        }
        isPublished = conflict == .replace
        try Folder.synchronize(Folder.parent(of: place))
    }

    /// Writes a whole file at once: see ``publish(as:onConflict:permissions:)``.
    package static func write(
        _ bytes: [UInt8], to place: FilePath, onConflict conflict: Conflict,
        permissions: FilePermissions = .ownerReadWrite
    ) throws(Errno) {
        let file = try AtomicFile(in: Folder.parent(of: place))
        try file.write(bytes.span)
        try file.publish(as: place, onConflict: conflict, permissions: permissions)
    }

    /// Removes a file left behind; one that some process is still writing stays.
    package static func removeIfAbandoned(_ path: FilePath) {
        guard let descriptor = try? Descriptor(opening: path, .readOnly, options: [.noFollow, .nonBlocking]),
            flock(descriptor.rawValue, LOCK_EX | LOCK_NB) == 0
        else { return }
        _ = unsafe path.withPlatformString { unsafe unlink($0) }
    }
}
