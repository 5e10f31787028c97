package import SQLite

extension StoredFile {
    /// Every content that a presentation's version or a picture names, so that the file store can tell what is left
    /// over.
    package static func allNamed(in database: Database) throws -> [StoredFile] {
        try database.query(
            """
            SELECT sha256, crc32, size FROM file_version UNION SELECT sha256, crc32, size FROM picture
            """
        ) { row in
            StoredFile(digest: try row[0], crc32: try row[1], size: try row[2])
        }
    }
}
