internal import Glibc
package import SystemPackage

/// A new folder for one test, gone with everything in it when nobody holds it any more.
package final class TemporaryFolder: Sendable {
    package let path: FilePath

    package init() throws {
        let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? P_tmpdir
        var template = Array("\(parent)/nachlese-test-XXXXXX".utf8CString)
        let isMade = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.map { unsafe mkdtemp($0) != nil } ?? false
        }
        guard isMade else { throw Errno(rawValue: errno) }
        path = FilePath(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    deinit {
        TemporaryFolder.remove(path.string)
    }

    /// Writes a file.
    ///
    /// - Returns: where it lies.
    @discardableResult
    package func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> FilePath {
        let place = path.appending(name)
        let file = try FileDescriptor.open(
            place, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        try file.closeAfter { _ = try file.writeAll(Array(bytes)) }
        return place
    }

    /// Makes a file of so many zeros that takes no room.
    ///
    /// - Returns: where it lies.
    package func writeZeros(_ size: Int64, to name: String) throws -> FilePath {
        let place = path.appending(name)
        let file = try FileDescriptor.open(
            place, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        try file.closeAfter { try file.resize(to: size) }
        return place
    }

    package func read(_ name: String) throws -> [UInt8] {
        try TemporaryFolder.read(path.appending(name))
    }

    package static func read(_ place: FilePath) throws -> [UInt8] {
        let file = try FileDescriptor.open(place, .readOnly)
        return try file.closeAfter {
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
                if count == 0 { return bytes }
                bytes += chunk[..<count]
            }
        }
    }

    /// What lies in it or in a folder of it, in order; empty for what cannot be read.
    package func names(in name: String = ".") -> [String] {
        TemporaryFolder.names(in: path.appending(name).string).sorted()
    }

    /// The permission bits of what lies there, a link's own for a link.
    package func mode(of name: String) throws -> UInt32 {
        var status = stat()
        guard unsafe lstat(path.appending(name).string, &status) == 0 else { throw Errno(rawValue: errno) }
        return status.st_mode & 0o7777
    }

    /// Sets the time a file was last written, in seconds since 1970.
    package func setLastWritten(_ name: String, to seconds: Int) throws {
        let times = [timespec(tv_sec: seconds, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
        guard unsafe utimensat(AT_FDCWD, path.appending(name).string, times, 0) == 0 else {
            throw Errno(rawValue: errno)
        }
    }

    private static func remove(_ path: String) {
        guard unsafe unlink(path) != 0 else { return }
        for name in names(in: path) { remove("\(path)/\(name)") }
        unsafe rmdir(path)
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe _ = closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let start = unsafe UnsafeRawPointer(entry) + (MemoryLayout<dirent>.offset(of: \.d_name) ?? 0)
            let name = unsafe String(cString: start.assumingMemoryBound(to: CChar.self))
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
