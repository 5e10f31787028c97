import Glibc
import SystemPackage

/// A folder of a test's own, gone with everything in it when the value goes.
struct TemporaryFolder: ~Copyable {
    let path: FilePath

    init() throws {
        var template = Array("\(P_tmpdir)/nachlese-mail-XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.map { unsafe mkdtemp($0) != nil } ?? false
        }
        guard made else {
            throw Errno(rawValue: errno)
        }
        path = FilePath(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    deinit { Self.remove(path.string) }

    func write(_ octets: some Sequence<UInt8>, to name: String) throws {
        let file = try FileDescriptor.open(
            path.appending(name), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        try file.closeAfter { _ = try file.writeAll(Array(octets)) }
    }

    func read(_ name: String) throws -> [UInt8] {
        let file = try FileDescriptor.open(path.appending(name), .readOnly)
        return try file.closeAfter {
            var octets: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = try unsafe buffer.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
                if count == 0 { return octets }
                octets += buffer[..<count]
            }
        }
    }

    func names(in name: String = ".") throws -> [String] {
        guard let stream = unsafe opendir(path.appending(name).string) else { throw Errno(rawValue: errno) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let name = unsafe Self.nextName(in: stream) { names.append(name) }
        return names.filter { $0 != "." && $0 != ".." }.sorted()
    }

    func mode(of name: String) throws -> mode_t {
        var status = stat()
        guard unsafe lstat(path.appending(name).string, &status) == 0 else { throw Errno(rawValue: errno) }
        return status.st_mode & 0o777
    }

    /// Sets the time a file was last written, in seconds since 1970.
    func setLastWritten(_ name: String, to seconds: Int) throws {
        let times = [timespec(tv_sec: seconds, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
        guard unsafe utimensat(AT_FDCWD, path.appending(name).string, times, 0) == 0 else {
            throw Errno(rawValue: errno)
        }
    }

    private static func remove(_ path: String) {
        guard unsafe unlink(path) != 0, let stream = unsafe opendir(path) else { return }
        while let name = unsafe nextName(in: stream) {
            if name != ".", name != ".." { remove("\(path)/\(name)") }
        }
        unsafe closedir(stream)
        unsafe rmdir(path)
    }

    private static func nextName(in stream: OpaquePointer) -> String? {
        guard let entry = unsafe readdir(stream) else { return nil }
        let name = unsafe UnsafeRawPointer(entry) + (MemoryLayout<dirent>.offset(of: \.d_name) ?? 0)
        return unsafe String(cString: name.assumingMemoryBound(to: CChar.self))
    }
}
