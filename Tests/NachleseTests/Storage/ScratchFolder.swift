import Glibc
import SystemPackage

@testable import Nachlese

/// A data folder for one test, gone with it.
final class ScratchFolder {
    let path: FilePath

    init() throws {
        var template = Array("/tmp/nachlese-test-XXXXXX".utf8CString)
        let made: String? = unsafe template.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress, let name = unsafe mkdtemp(base) else { return nil }
            return unsafe String(cString: name)
        }
        guard let made else { throw Errno(rawValue: errno) }
        path = FilePath(made)
    }

    deinit {
        ScratchFolder.remove(path)
    }

    var data: DataFolder { DataFolder(path.appending("data")) }

    /// Writes a file into the folder.
    func write(_ bytes: [UInt8], as name: String) throws -> FilePath {
        let place = path.appending(name)
        let descriptor = try FileDescriptor.open(
            place, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite])
        try descriptor.closeAfter { _ = try descriptor.writeAll(bytes) }
        return place
    }

    static func contents(of path: FilePath) throws -> [UInt8] {
        let descriptor = try FileDescriptor.open(path, .readOnly)
        return try descriptor.closeAfter {
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe descriptor.read(into: $0) }
                if count == 0 { return bytes }
                bytes += chunk[..<count]
            }
        }
    }

    static func mode(of path: FilePath) -> UInt32? {
        var status = stat()
        guard unsafe path.withPlatformString({ unsafe lstat($0, &status) }) == 0 else { return nil }
        return status.st_mode & 0o777
    }

    private static func remove(_ path: FilePath) {
        if FileStatus(path)?.isFolder == true {
            for name in DataFolder.entries(of: path) { remove(path.appending(name)) }
            _ = unsafe path.withPlatformString { unsafe rmdir($0) }
        } else {
            _ = unsafe path.withPlatformString { unsafe unlink($0) }
        }
    }
}
