import FoundationEssentials
import Glibc
import SystemPackage

/// A new folder in the temporary folder, mode 0700, that goes away with everything in it.
struct DemoFolder {
    let path: FilePath

    init() throws(CommandError) {
        let parent = ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var template = Array("\(parent)/nachlese-demo-XXXXXX".utf8CString)
        let isMade = unsafe template.withUnsafeMutableBufferPointer { name in
            unsafe name.baseAddress.map { unsafe mkdtemp($0) != nil } ?? false
        }
        guard isMade else { throw CommandError(Errno(rawValue: errno), of: "no folder can be made in \(parent)") }
        path = FilePath(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    /// Writes a text into the folder.
    func write(_ text: String, to file: FilePath) throws {
        try write(Array(text.utf8), to: file)
    }

    /// Writes a file into the folder.
    func write(_ octets: [UInt8], to file: FilePath) throws {
        let descriptor = try FileDescriptor.open(
            file, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: [.ownerReadWrite])
        try descriptor.closeAfter { _ = try descriptor.writeAll(octets) }
    }

    /// Removes one file of the folder.
    func remove(_ file: FilePath) {
        try? FileManager.default.removeItem(atPath: file.string)
    }

    /// Removes the folder; what cannot be removed is left to the system, which clears its temporary folder.
    func remove() {
        try? FileManager.default.removeItem(atPath: path.string)
    }
}
