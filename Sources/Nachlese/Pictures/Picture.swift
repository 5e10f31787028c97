package import SQLite

/// A picture of a module's report.
package struct Picture: Sendable, Identifiable, Equatable {
    package typealias ID = Identifier<Picture>

    package let id: ID
    package let module: Module.ID
    package let name: PictureName
    /// What it shows, for whoever does not see it; nil when it only decorates.
    package var alternative: String?
    /// In pixels.
    package let width: Int
    package let height: Int
    package let content: StoredFile
    package let addedAt: Timestamp
}

extension Picture {
    /// What a new picture is made from.
    package struct Draft: Sendable {
        package let name: PictureName
        /// Nil when it only decorates.
        package let alternative: Label?
        package let facts: PictureFacts
        package let content: StoredFile

        package init(name: PictureName, alternative: Label?, facts: PictureFacts, content: StoredFile) {
            self.name = name
            self.alternative = alternative
            self.facts = facts
            self.content = content
        }
    }

    /// Adds a picture to a module; its file lies in the file store already.
    ///
    /// - Throws: `CatalogueError.pictureExists`, `SQLiteError`.
    package static func add(
        _ draft: Draft, to module: Module, now: Timestamp, in transaction: borrowing Transaction
    ) throws -> Picture {
        guard try find(draft.name, of: module.id, in: transaction.database) == nil else {
            throw CatalogueError.pictureExists(draft.name, module: module.slug)
        }
        let id = try transaction.insert(
            """
            INSERT INTO picture (module_id, name, alt, width, height, size, sha256, crc32, added_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, module.id, draft.name, draft.alternative?.text, Int64(draft.facts.width), Int64(draft.facts.height),
            draft.content.size, draft.content.digest, Int64(draft.content.crc32), now)
        return Picture(
            id: ID(rawValue: id), module: module.id, name: draft.name, alternative: draft.alternative?.text,
            width: draft.facts.width, height: draft.facts.height, content: draft.content, addedAt: now)
    }

    /// The pictures of a module by name.
    package static func all(of module: Module.ID, in database: Database) throws -> [Picture] {
        try database.query(
            """
            SELECT id, module_id, name, alt, width, height, sha256, crc32, size, added_at
            FROM picture WHERE module_id = ? ORDER BY name
            """, module, map: Picture.init(row:))
    }

    package static func find(_ name: PictureName, of module: Module.ID, in database: Database) throws -> Picture? {
        try database.first(
            """
            SELECT id, module_id, name, alt, width, height, sha256, crc32, size, added_at
            FROM picture WHERE module_id = ? AND name = ?
            """, module, name, map: Picture.init(row:))
    }

    /// The picture of that name.
    ///
    /// - Throws: `CatalogueError.noPicture`, `SQLiteError`.
    package static func get(_ name: PictureName, of module: Module, in database: Database) throws -> Picture {
        guard let picture = try find(name, of: module.id, in: database) else {
            throw CatalogueError.noPicture(name, module: module.slug)
        }
        return picture
    }

    /// Stores the alternative text as it is now.
    package func save(in transaction: borrowing Transaction) throws {
        try transaction.run("UPDATE picture SET alt = ? WHERE id = ?", alternative, id)
    }

    /// Removes the picture; its file is the file store's to clear afterwards.
    package func remove(in transaction: borrowing Transaction) throws {
        try transaction.run("DELETE FROM picture WHERE id = ?", id)
    }

    private init(row: borrowing Row) throws {
        self.init(
            id: try row[0], module: try row[1], name: try row[2], alternative: try row[3], width: try row[4],
            height: try row[5], content: StoredFile(digest: try row[6], crc32: try row[7], size: try row[8]),
            addedAt: try row[9])
    }
}
