import Glibc
import SystemPackage

@testable import Nachlese

/// A data folder for one test, gone with it.
final class ScratchFolder: Sendable {
    let path: FilePath

    init() throws {
        var template = Array("/tmp/nachlese-website-XXXXXX".utf8CString)
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

    func write(_ bytes: [UInt8], as name: String) throws -> FilePath {
        let place = path.appending(name)
        let descriptor = try FileDescriptor.open(
            place, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite])
        try descriptor.closeAfter { _ = try descriptor.writeAll(bytes) }
        return place
    }

    private static func remove(_ path: FilePath) {
        for name in DataFolder.entries(of: path) { remove(path.appending(name)) }
        _ = unsafe path.withPlatformString { unsafe Glibc.remove($0) }
    }
}
