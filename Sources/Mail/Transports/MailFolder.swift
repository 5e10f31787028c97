import Glibc
import SystemPackage

/// An open folder, and the few file-system calls that the folder transport needs in it.
///
/// Names are relative to the descriptor, so that a folder renamed meanwhile does not mix old and new.
/// Every call blocks; every error is the system's own code.
struct MailFolder: ~Copyable {
    /// A time of the file system's own clock.
    struct Time: Sendable, Comparable {
        let seconds: Int
        let nanoseconds: Int

        static func < (one: Time, other: Time) -> Bool {
            (one.seconds, one.nanoseconds) < (other.seconds, other.nanoseconds)
        }
    }

    private let descriptor: CInt

    /// Opens the folder; makes it for its owner alone if it is not there.
    init(openingOrMaking path: FilePath) throws(Errno) {
        descriptor = try Self.openOrMake(path)
    }

    deinit { Glibc.close(descriptor) }

    /// Writes a file that appears under its name only when it is complete and on the disk.
    func write(_ octets: [UInt8], to name: String, by temporary: String) throws(Errno) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let file = try Self.call { unsafe openat(descriptor, temporary, flags, 0o600) }
        do throws(Errno) {
            do throws(Errno) {
                try Self.write(octets, to: file)
                try Self.synchronize(file)
            } catch {
                Glibc.close(file)
                throw error
            }
            // A failing close still frees the descriptor on Linux: close(2).
            guard Glibc.close(file) == 0 else { throw Errno(rawValue: errno) }
            _ = try Self.call { unsafe renameat(descriptor, temporary, descriptor, name) }
        } catch {
            unsafe unlinkat(descriptor, temporary, 0)
            throw error
        }
        try Self.synchronize(descriptor)
    }

    /// The names in the folder, in no order.
    func names() throws(Errno) -> [String] {
        let own = try Self.call { unsafe openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard let stream = unsafe fdopendir(own) else {
            let failure = Errno(rawValue: errno)
            Glibc.close(own)
            throw failure
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = unsafe readdir(stream) {
            // The record is only as long as its name: it must not be copied as a whole.
            let name = unsafe UnsafeRawPointer(entry) + (MemoryLayout<dirent>.offset(of: \.d_name) ?? 0)
            unsafe names.append(String(cString: name.assumingMemoryBound(to: CChar.self)))
            errno = 0
        }
        guard errno == 0 else { throw Errno(rawValue: errno) }
        return names
    }

    /// When a file was last written, or `nil` if there is no regular file of that name.
    func lastWritten(_ name: String) throws(Errno) -> Time? {
        var status = stat()
        do {
            _ = try Self.call { unsafe fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) }
        } catch .noSuchFileOrDirectory {
            return nil
        }
        guard status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Time(seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
    }

    /// Removes a file; one that is gone already is no error.
    func remove(_ name: String) throws(Errno) {
        do {
            _ = try Self.call { unsafe unlinkat(descriptor, name, 0) }
        } catch .noSuchFileOrDirectory {
            return
        }
    }

    /// The time as the file system would stamp it now: the coarse clock, which never runs ahead of a stamp to come.
    static func now() -> Time {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME_COARSE, &time)
        return Time(seconds: time.tv_sec, nanoseconds: time.tv_nsec)
    }

    private static func write(_ octets: [UInt8], to file: CInt) throws(Errno) {
        var written = 0
        while written < octets.count {
            written += try call {
                unsafe octets.withUnsafeBytes { rest in
                    unsafe Glibc.write(file, rest.baseAddress.map { unsafe $0 + written }, rest.count - written)
                }
            }
        }
    }

    private static func openOrMake(_ path: FilePath) throws(Errno) -> CInt {
        do throws(Errno) {
            return try open(path)
        } catch .noSuchFileOrDirectory {
            do throws(Errno) {
                _ = try call { unsafe path.withPlatformString { unsafe mkdir($0, 0o700) } }
            } catch .fileExists {
                // Another process was quicker, which is as good.
            }
            // The new folder's own name is to survive a crash as well.
            let parent = path.removingLastComponent()
            let around = try open(parent.isEmpty ? "." : parent)
            defer { Glibc.close(around) }
            try synchronize(around)
            return try open(path)
        }
    }

    private static func open(_ path: FilePath) throws(Errno) -> CInt {
        try call { unsafe path.withPlatformString { unsafe Glibc.open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) } }
    }

    private static func synchronize(_ descriptor: CInt) throws(Errno) {
        _ = try call { fsync(descriptor) }
    }

    /// Runs a call again while a signal interrupts it; `errno` is read before anything else can change it.
    private static func call<Number: SignedInteger>(_ body: () -> Number) throws(Errno) -> Number {
        while true {
            let result = body()
            guard result == -1 else { return result }
            let code = errno
            guard code == EINTR else { throw Errno(rawValue: code) }
        }
    }
}
