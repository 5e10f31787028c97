package import Catalogue
package import SQLite

extension StoredFile {
    /// What names a content.
    package enum Use: Equatable, Sendable {
        /// A version of a presentation; versions count from 1.
        case presentation(Presentation.ID, title: String, module: Slug, version: Int)
        /// A picture of a module's report.
        case picture(String, module: Slug)
    }

    /// Everything that names this content.
    package func uses(in database: Database) throws -> [Use] {
        let versions: [Use] = try database.all(
            """
            SELECT p.id, p.title, m.slug, v.number
            FROM file_version v
            JOIN presentation p ON p.id = v.presentation_id
            JOIN module m ON m.id = p.module_id
            WHERE v.sha256 = ? ORDER BY m.slug, p.id, v.number
            """, digest
        ) { row in
            .presentation(try row.read(), title: try row.read(), module: try row.read(), version: try row.read())
        }
        let pictures: [Use] = try database.all(
            """
            SELECT p.name, m.slug FROM picture p JOIN module m ON m.id = p.module_id
            WHERE p.sha256 = ? ORDER BY m.slug, p.name
            """, digest
        ) { row in
            .picture(try row.read(), module: try row.read())
        }
        return versions + pictures
    }
}
