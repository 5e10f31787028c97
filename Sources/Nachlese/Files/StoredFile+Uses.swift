package import SQLite

extension StoredFile {
    /// A version of a presentation that names a content.
    package struct Use: Equatable, Sendable {
        package let module: Slug
        package let presentation: Presentation.ID
        package let title: String
        /// Counts from 1.
        package let version: Int
    }

    /// The versions that name this content.
    package func uses(in database: Database) throws -> [Use] {
        try database.query(
            """
            SELECT m.slug, p.id, p.title, v.number
            FROM file_version v
            JOIN presentation p ON p.id = v.presentation_id
            JOIN module m ON m.id = p.module_id
            WHERE v.sha256 = ? ORDER BY m.slug, p.id, v.number
            """, digest
        ) { row in
            Use(module: try row[0], presentation: try row[1], title: try row[2], version: try row[3])
        }
    }
}
