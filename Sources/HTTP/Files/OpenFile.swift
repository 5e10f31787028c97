import Glibc
import SystemPackage

/// A regular file open for reading; closed when the last reference to it goes.
///
/// The descriptor is the one that was checked, so that what is sent is what was opened whatever happens to the name.
package final class OpenFile: Sendable {
    /// The descriptor, valid as long as this object lives; nobody else may close it.
    package let descriptor: Int32
    /// The size in octets when it was opened.
    package let size: Int64
    /// The time of the last change when it was opened, in seconds since 1970.
    package let modified: Int64

    /// Opens a file with `openat(2)`; neither a symbolic link as the last part of the path nor a pipe is followed.
    ///
    /// - Parameters:
    ///   - path: The path, relative to `folder` unless it begins with a slash.
    ///   - folder: The descriptor of a folder; the current one by default.
    /// - Throws: ``OpenFileError``.
    package init(_ path: String, in folder: Int32 = AT_FDCWD) throws(OpenFileError) {
        guard !path.utf8.contains(0) else { throw .failed(.invalidArgument) }
        var opened: Int32
        repeat {
            opened = unsafe openat(folder, path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        } while opened < 0 && errno == EINTR
        guard opened >= 0 else { throw .failed(Errno(rawValue: errno)) }
        var status = stat()
        guard unsafe fstat(opened, &status) == 0 else {
            let code = errno
            close(opened)
            throw .failed(Errno(rawValue: code))
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(opened)
            throw .notRegular
        }
        descriptor = opened
        size = Int64(status.st_size)
        modified = Int64(status.st_mtim.tv_sec)
    }

    deinit {
        close(descriptor)
    }
}
