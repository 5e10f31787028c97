import Glibc
import SystemPackage

/// A folder for one test, gone with the last reference.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        var template = Array("\(P_tmpdir)/nachlese-http-XXXXXX".utf8CString)
        path = unsafe template.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress, let made = unsafe mkdtemp(start) else { return "/nonexistent" }
            return unsafe String(cString: made)
        }
    }

    /// Makes a sparse file of `size` octets and returns its path.
    func file(_ name: String, size: Int64) throws -> String {
        let path = self.path + "/" + name
        let file = try FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        try file.closeAfter { try file.resize(to: size) }
        return path
    }

    deinit {
        for name in ["slides.pdf", "f", "link", "pipe"] { unsafe unlink(path + "/" + name) }
        unsafe rmdir(path)
    }
}
