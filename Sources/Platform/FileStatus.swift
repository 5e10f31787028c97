internal import Glibc
package import SystemPackage

/// What the file system tells of a file (`stat(2)`).
package struct FileStatus: Sendable {
    /// What lies under a name.
    package enum Kind: Sendable {
        case file, folder, link
        /// A pipe, a socket or a device.
        case other
    }

    private let status: stat

    /// Looks at what lies at a path; at the link itself where it is one and `followingLinks` is false.
    package init(of path: FilePath, followingLinks: Bool = true) throws(Errno) {
        var status = stat()
        try systemCall {
            unsafe path.withPlatformString {
                unsafe fstatat(AT_FDCWD, $0, &status, followingLinks ? 0 : AT_SYMLINK_NOFOLLOW)
            }
        }
        self.status = status
    }

    /// Looks at what lies at a path, or tells that there is nothing.
    package static func ifThere(_ path: FilePath, followingLinks: Bool = true) throws(Errno) -> FileStatus? {
        do throws(Errno) {
            return try FileStatus(of: path, followingLinks: followingLinks)
        } catch .noSuchFileOrDirectory {
            return nil
        }
    }

    /// Looks at an open file.
    package init(of descriptor: borrowing Descriptor) throws(Errno) {
        try self.init(of: FileDescriptor(rawValue: descriptor.rawValue))
    }

    /// Looks at an open file.
    package init(of descriptor: FileDescriptor) throws(Errno) {
        var status = stat()
        try systemCall { unsafe fstat(descriptor.rawValue, &status) }
        self.status = status
    }

    /// Makes sure that this process may run a file as a program (`access(2)`).
    package static func requireProgram(_ path: FilePath) throws(Errno) {
        try systemCall { unsafe path.withPlatformString { unsafe access($0, X_OK) } }
    }

    package var kind: Kind {
        switch status.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .folder
        case S_IFLNK: .link
        default: .other
        }
    }

    /// In bytes.
    package var size: Int64 { Int64(status.st_size) }

    package var permissions: FilePermissions { FilePermissions(rawValue: status.st_mode & 0o7777) }

    /// Whether others than its owner may do something with it.
    package var isOpenToOthers: Bool { status.st_mode & 0o077 != 0 }

    /// How many names it has.
    package var linkCount: Int { Int(status.st_nlink) }

    /// Which file it is, and when anything about it last changed: another one after any change.
    package struct Mark: Hashable, Sendable {
        fileprivate let device: UInt64
        fileprivate let inode: UInt64
        fileprivate let size: Int64
        fileprivate let modified: FileTime
        /// When its content or its attributes last changed, by the clock of the file system.
        let changed: FileTime
    }

    package var mark: Mark {
        Mark(
            device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: size, modified: modified,
            changed: FileTime(seconds: Int64(status.st_ctim.tv_sec), nanoseconds: Int64(status.st_ctim.tv_nsec)))
    }

    /// When its content was last written.
    package var modified: FileTime {
        FileTime(seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int64(status.st_mtim.tv_nsec))
    }
}

/// A time of the file system's own clock.
package struct FileTime: Hashable, Comparable, Sendable {
    /// Since 1970-01-01 00:00 UTC.
    package let seconds: Int64
    package let nanoseconds: Int64

    package init(seconds: Int64, nanoseconds: Int64) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// The time as a file would be stamped now: the coarse clock, which never runs ahead of a stamp to come.
    package static var now: FileTime {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME_COARSE, &time)
        return FileTime(seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
    }

    package static func < (one: FileTime, other: FileTime) -> Bool {
        (one.seconds, one.nanoseconds) < (other.seconds, other.nanoseconds)
    }
}
