import Glibc
import Resources
import Testing

struct ResourceTests {
    /// The repository's root, from where this file lies.
    private static let root = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()

    @Test(
        "each folder is in the binary, whole and as it is",
        arguments: [
            ("Migrations", Resource.migrations), ("Public", Resource.publicFiles),
            ("Sources/CResources/Demo", Resource.demo), ("Sources/CResources/Passwords", [Resource.commonPasswords]),
            ("Sources/CResources/Wordings", Resource.wordings), ("Sources/CResources/Pages", Resource.pageDrafts),
        ])
    func holdsFolder(folder: String, resources: [Resource]) throws {
        let path = "\(ResourceTests.root)/\(folder)"
        #expect(try ResourceTests.names(in: path) == resources.map(\.name))
        for resource in resources {
            #expect(try ResourceTests.contents(of: "\(path)/\(resource.name)") == resource.bytes)
        }
    }

    private struct Unreadable: Error {}

    private static func names(in folder: String) throws -> [String] {
        guard let stream = unsafe opendir(folder) else { throw Unreadable() }
        defer { unsafe _ = closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    private static func contents(of path: String) throws -> [UInt8] {
        guard let file = unsafe fopen(path, "rb") else { throw Unreadable() }
        defer { unsafe _ = fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, file)
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }
}
