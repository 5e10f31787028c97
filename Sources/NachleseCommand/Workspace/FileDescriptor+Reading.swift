import SQLite
import SystemPackage

extension FileDescriptor {
    /// Reads what is left; where that is more than the limit, at least one octet more than it.
    func readAll(limit: Int) throws -> [UInt8] {
        var octets: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while octets.count <= limit {
            let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe read(into: $0) }
            if count == 0 { break }
            octets += chunk.prefix(count)
        }
        return octets
    }

    /// Opens a file, reads it and closes it.
    static func readAll(of path: FilePath, limit: Int) throws -> [UInt8] {
        let file = try open(path, .readOnly, options: [.closeOnExec])
        return try file.closeAfter { try file.readAll(limit: limit) }
    }
}
