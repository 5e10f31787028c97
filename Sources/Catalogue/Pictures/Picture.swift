package import Codecs
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

extension Picture: RowDecodable {
    private static let columns: SQL = "id, module_id, name, alt, width, height, \(StoredFile.columns), added_at"
    private static let ofModule: SQL = "SELECT \(columns) FROM picture WHERE module_id = ? ORDER BY name"
    private static let ofName: SQL = "SELECT \(columns) FROM picture WHERE module_id = ? AND name = ?"

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
    /// - Throws: `PictureError.exists`, `SQLiteError`.
    package static func add(
        _ draft: Draft, to module: Module, now: Timestamp, in transaction: borrowing Transaction
    ) throws -> Picture {
        guard try find(draft.name, of: module.id, in: transaction.database) == nil else {
            throw PictureError.exists(draft.name, module: module.slug)
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
        try database.all(ofModule, module)
    }

    package static func find(_ name: PictureName, of module: Module.ID, in database: Database) throws -> Picture? {
        try database.first(ofName, module, name)
    }

    /// The picture of that name.
    ///
    /// - Throws: `PictureError.unknown`, `SQLiteError`.
    package static func get(_ name: PictureName, of module: Module, in database: Database) throws -> Picture {
        guard let picture = try find(name, of: module.id, in: database) else {
            throw PictureError.unknown(name, module: module.slug)
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

    package init(_ row: inout RowReader) throws {
        self.init(
            id: try row.read(), module: try row.read(), name: try row.read(), alternative: try row.read(),
            width: try row.read(), height: try row.read(), content: try StoredFile(&row), addedAt: try row.read())
    }
}

/// Why something about a picture could not be done.
package enum PictureError: Error, Equatable {
    case unknown(PictureName, module: Slug)
    case exists(PictureName, module: Slug)
}

/// The name of a picture in reports and addresses: a slug and the extension of its format, such as `saal.jpg`.
package struct PictureName: RawRepresentable, DatabaseValue, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init?(rawValue: String) {
        let parts = rawValue.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, Slug(String(parts[0])) != nil,
            PictureFormat(fileExtension: String(parts[1])) != nil
        else { return nil }
        self.rawValue = rawValue
    }

    package init?(_ text: String) {
        self.init(rawValue: text)
    }

    /// A name made from that of a file: `Großer Saal.JPEG` becomes `grosser-saal.jpg`; nil when nothing of it is left.
    package init?(fileName: String, format: PictureFormat) {
        let stem = FileName(rawValue: fileName)?.stem ?? fileName
        guard let slug = Slug(title: stem) else { return nil }
        self.init(rawValue: "\(slug).\(format.fileExtension)")
    }

    package var description: String { rawValue }
}
