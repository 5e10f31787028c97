import Glibc

/// A file for one test, gone with it.
final class TemporaryFile {
    let path: String

    /// - Parameters:
    ///   - octets: what it begins with.
    ///   - size: up to which it is filled with zeros.
    /// - Throws: `RawClient.Failure` with the call that did not work.
    init(_ octets: [UInt8], size: Int = 0) throws {
        var template = Array("/tmp/nachlese-file-XXXXXX".utf8CString)
        let descriptor = unsafe mkstemp(&template)
        guard descriptor >= 0 else { throw RawClient.Failure(call: "mkstemp", errno: errno) }
        defer { close(descriptor) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard unsafe write(descriptor, octets, octets.count) == octets.count,
            ftruncate(descriptor, off_t(max(size, octets.count))) == 0
        else { throw RawClient.Failure(call: "write", errno: errno) }
    }

    deinit {
        unsafe unlink(path)
    }
}
