import Glibc

/// An empty folder that is removed with all its files when nobody holds it any more.
final class TemporaryFolder: Sendable {
    struct Failure: Error {
        let errno: Int32
    }

    let path: String

    init() throws(Failure) {
        let root = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? P_tmpdir
        var template = Array("\(root)/nachlese-XXXXXX\0".utf8).map { CChar(bitPattern: $0) }
        guard unsafe mkdtemp(&template) != nil else { throw Failure(errno: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in names() {
            unsafe remove("\(path)/\(name)")
        }
        unsafe rmdir(path)
    }

    /// The names in it, sorted.
    func names() -> [String] {
        guard let directory = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Writes a file for its owner alone.
    func write(_ octets: [UInt8], to name: String) throws(Failure) {
        let descriptor = unsafe open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(errno: errno) }
        defer { close(descriptor) }
        guard unsafe Glibc.write(descriptor, octets, octets.count) == octets.count else { throw Failure(errno: errno) }
    }
}
