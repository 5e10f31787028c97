import Glibc
import SystemPackage

/// A new folder for one test, deleted with what is in it.
final class TemporaryFolder {
    let path: FilePath

    init() throws {
        let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? P_tmpdir
        var template = Array((parent + "/nachlese-sqlite-XXXXXX").utf8CString)
        guard
            unsafe template.withUnsafeMutableBufferPointer({ unsafe $0.baseAddress.flatMap { unsafe mkdtemp($0) } })
                != nil
        else {
            throw Errno(rawValue: errno)
        }
        let bytes = template.dropLast().map { UInt8(bitPattern: $0) }
        path = FilePath(String(decoding: bytes, as: UTF8.self))
    }

    deinit {
        for name in names { _ = unsafe path.appending(name).withPlatformString { unsafe unlink($0) } }
        _ = unsafe path.withPlatformString { unsafe rmdir($0) }
    }

    /// What lies in it, in order.
    var names: [String] {
        guard let folder = unsafe path.withPlatformString({ unsafe opendir($0) }) else { return [] }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The permission bits of a file in it.
    func mode(of name: String) throws -> mode_t {
        var status = stat()
        let result = unsafe path.appending(name).withPlatformString { unsafe stat($0, &status) }
        if result != 0 { throw Errno(rawValue: errno) }
        return status.st_mode & 0o7777
    }

    func read(_ name: String) throws -> [UInt8] {
        let file = try FileDescriptor.open(path.appending(name), .readOnly)
        return try file.closeAfter {
            let size = Int(try file.seek(offset: 0, from: .end))
            try file.seek(offset: 0, from: .start)
            return try unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                count = try unsafe file.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
        }
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        let file = try FileDescriptor.open(
            path.appending(name), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        _ = try file.closeAfter { try file.writeAll(bytes) }
    }
}
