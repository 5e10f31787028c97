import Codecs
import Glibc
import SystemPackage

/// What the file system tells of a path, symbolic links followed.
struct FileStatus {
    private let status: stat

    /// Nil when there is nothing, or nothing may be known.
    init?(_ path: FilePath) {
        var status = stat()
        guard unsafe path.withPlatformString({ unsafe stat($0, &status) }) == 0 else { return nil }
        self.status = status
    }

    /// In octets; nil for anything but a regular file.
    var regularFileSize: Int64? {
        status.st_mode & S_IFMT == S_IFREG ? Int64(status.st_size) : nil
    }

    /// When its content was last written.
    var modifiedAt: Timestamp { Timestamp(rawValue: Int64(status.st_mtim.tv_sec)) }

    var isFolder: Bool { status.st_mode & S_IFMT == S_IFDIR }
}
