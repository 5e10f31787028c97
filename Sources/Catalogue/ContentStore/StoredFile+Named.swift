package import SQLite

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
