import Codecs
package import SQLite

/// A file of the store, known by its content.
package struct StoredFile: Hashable, Sendable {
    /// SHA-256 of the content, 32 bytes.
    package let digest: [UInt8]
    /// CRC-32 of the content as in ISO 3309, which a ZIP entry needs.
    package let crc32: UInt32
    /// In bytes, at least 1.
    package let size: Int64

    package init(digest: [UInt8], crc32: UInt32, size: Int64) {
        self.digest = digest
        self.crc32 = crc32
        self.size = size
    }

    /// The digest in lower-case hexadecimal: 64 characters.
    package var hexadecimal: String { Hex.encode(digest) }

    /// Where it lies below the store's folder: `ab/abcd…`.
    package var relativePath: String {
        let name = hexadecimal
        return "\(name.prefix(2))/\(name)"
    }
}

extension StoredFile: RowDecodable {
    package static let columns: SQL = "sha256, crc32, size"

    private static let named: SQL = "SELECT \(columns) FROM file_version UNION SELECT \(columns) FROM picture"

    package init(_ row: inout RowReader) throws {
        self.init(digest: try row.read(), crc32: try row.read(), size: try row.read())
    }

    /// Every content that a presentation's version or a picture names, so that the file store can tell what is left
    /// over.
    package static func allNamed(in database: Database) throws -> [StoredFile] {
        try database.all(named)
    }
}
