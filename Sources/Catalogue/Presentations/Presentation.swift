package import Codecs
package import SQLite

/// A presentation of a module, with its newest file.
package struct Presentation: Sendable, Identifiable {
    package typealias ID = Identifier<Presentation>

    /// Who may download it.
    package enum Audience: String, DatabaseValue, CaseIterable, Sendable {
        /// Whoever was admitted to the module or its series.
        case admitted
        /// Everyone.
        case `public`
    }

    package let id: ID
    package let module: Module.ID
    /// Names it in its address, which survives a corrected file.
    package let slug: Slug
    package var title: String
    package var speaker: String
    package var organisation: String
    /// Counts from 1 within the module.
    package let position: Int
    package var audience: Audience
    /// Of title and file.
    package var language: LanguageTag
    package internal(set) var withdrawnAt: Timestamp?
    package let createdAt: Timestamp
    package internal(set) var file: FileVersion

    /// Stores title, speaker, organisation, audience and language as they are now.
    package func save(in transaction: borrowing Transaction) throws {
        try transaction.run(
            "UPDATE presentation SET title = ?, speaker = ?, organisation = ?, audience = ?, language = ? WHERE id = ?",
            title, speaker, organisation, audience, language, id)
    }

    /// Puts a corrected file in the place of the present one, which stays as an older version.
    package mutating func replaceFile(
        name: FileName, mediaType: String, content: StoredFile, now: Timestamp, in transaction: borrowing Transaction
    ) throws {
        file = try Presentation.addVersion(
            file.number + 1, name: name, mediaType: mediaType, content: content, to: id, now: now, in: transaction)
    }

    /// Takes the presentation off the list; its address answers 410.
    ///
    /// - Throws: `PresentationError.alreadyWithdrawn`, `SQLiteError`.
    package mutating func withdraw(now: Timestamp, in transaction: borrowing Transaction) throws {
        guard withdrawnAt == nil else { throw PresentationError.alreadyWithdrawn }
        try transaction.run("UPDATE presentation SET withdrawn_at = ? WHERE id = ?", now, id)
        withdrawnAt = now
    }

    /// Removes the presentation with all its versions.
    ///
    /// Their files are the file store's to clear afterwards.
    package func remove(in transaction: borrowing Transaction) throws {
        try transaction.run("DELETE FROM presentation WHERE id = ?", id)
    }

    /// Sets the order in which a module lists its presentations.
    ///
    /// `order`: every presentation of the module exactly once.
    /// - Throws: `PresentationError.incompleteOrder`, `SQLiteError`.
    package static func order(_ order: [ID], of module: Module, in transaction: borrowing Transaction) throws {
        let present = try all(of: module.id, in: transaction.database).map(\.id)
        guard order.count == present.count, Set(order) == Set(present) else {
            throw PresentationError.incompleteOrder(module: module.slug, has: present)
        }
        for (index, id) in order.enumerated() {
            try transaction.run("UPDATE presentation SET position = ? WHERE id = ?", index + 1, id)
        }
    }

    static func addVersion(
        _ number: Int, name: FileName, mediaType: String, content: StoredFile, to presentation: ID, now: Timestamp,
        in transaction: borrowing Transaction
    ) throws -> FileVersion {
        let id = try transaction.insert(
            """
            INSERT INTO file_version (presentation_id, number, name, media_type, size, sha256, crc32, added_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, presentation, number, name, mediaType, content.size, content.digest, Int64(content.crc32), now)
        return FileVersion(
            id: FileVersion.ID(rawValue: id), number: number, name: name, mediaType: mediaType, content: content,
            addedAt: now)
    }
}

extension FileVersion: RowDecodable {
    static let columns: SQL = "v.id, v.number, v.name, v.media_type, \(StoredFile.columns), v.added_at"

    package init(_ row: inout RowReader) throws {
        self.init(
            id: try row.read(), number: try row.read(), name: try row.read(), mediaType: try row.read(),
            content: try StoredFile(&row), addedAt: try row.read())
    }
}

extension Presentation: RowDecodable {
    private static let columns: SQL = """
        p.id, p.module_id, p.slug, p.title, p.speaker, p.organisation, p.position, p.audience, p.language,
        p.withdrawn_at, p.created_at, \(FileVersion.columns)
        """
    private static let ofModule: SQL = """
        SELECT \(columns) FROM presentation p
        JOIN file_version v ON v.presentation_id = p.id
            AND v.number = (SELECT max(number) FROM file_version WHERE presentation_id = p.id)
        WHERE p.module_id = ? ORDER BY p.position, p.id
        """
    private static let ofID: SQL = """
        SELECT \(columns) FROM presentation p JOIN file_version v ON v.presentation_id = p.id
        WHERE p.id = ? ORDER BY v.number DESC LIMIT 1
        """
    private static let ofSlug: SQL = """
        SELECT \(columns) FROM presentation p JOIN file_version v ON v.presentation_id = p.id
        WHERE p.module_id = ? AND p.slug = ? ORDER BY v.number DESC LIMIT 1
        """

    /// What a new presentation is made from.
    package struct Draft: Sendable {
        package var title: Label
        package var speaker: Label
        package var organisation: Label
        package var audience: Audience
        package var fileName: FileName
        package var mediaType: String
        package var content: StoredFile
        package var language: LanguageTag

        package init(
            title: Label, speaker: Label, organisation: Label, audience: Audience, fileName: FileName,
            mediaType: String, content: StoredFile, language: LanguageTag = .german
        ) {
            self.title = title
            self.speaker = speaker
            self.organisation = organisation
            self.audience = audience
            self.fileName = fileName
            self.mediaType = mediaType
            self.content = content
            self.language = language
        }
    }

    /// Adds a presentation as the last of its module; its file lies in the file store already.
    ///
    /// The address is made from the title, with a number behind it where the module has that one.
    package static func add(
        _ draft: Draft, to module: Module.ID, now: Timestamp, in transaction: borrowing Transaction
    ) throws -> Presentation {
        let slug = try freeSlug(for: draft, of: module, in: transaction.database)
        let position: Int = try transaction.database.value(
            "SELECT coalesce(max(position), 0) + 1 FROM presentation WHERE module_id = ?", module)
        let id = try transaction.insert(
            """
            INSERT INTO presentation (module_id, slug, title, speaker, organisation, position, audience, language,
                created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, module, slug, draft.title.text, draft.speaker.text, draft.organisation.text, position,
            draft.audience, draft.language, now)
        let file = try addVersion(
            1, name: draft.fileName, mediaType: draft.mediaType, content: draft.content,
            to: ID(rawValue: id), now: now, in: transaction)
        return Presentation(
            id: ID(rawValue: id), module: module, slug: slug, title: draft.title.text, speaker: draft.speaker.text,
            organisation: draft.organisation.text, position: position, audience: draft.audience,
            language: draft.language, withdrawnAt: nil, createdAt: now, file: file)
    }

    /// The presentations of a module in their order, withdrawn ones included.
    package static func all(of module: Module.ID, in database: Database) throws -> [Presentation] {
        try database.all(ofModule, module)
    }

    /// The presentations of a module that are offered and whose file was added after a moment.
    package static func offered(
        in module: Module.ID, addedAfter moment: Timestamp, database: Database
    ) throws -> [ID] {
        try database.all(
            """
            SELECT p.id FROM presentation p CROSS JOIN file_version v ON v.presentation_id = p.id
                AND v.number = (SELECT max(number) FROM file_version WHERE presentation_id = p.id)
            WHERE p.module_id = ? AND p.withdrawn_at IS NULL AND v.added_at > ?
            """, module, moment
        ) { row in try row.read() }
    }

    package static func find(_ id: ID, in database: Database) throws -> Presentation? {
        try database.first(ofID, id)
    }

    package static func find(_ slug: Slug, of module: Module.ID, in database: Database) throws -> Presentation? {
        try database.first(ofSlug, module, slug)
    }

    /// The presentation of that number.
    ///
    /// - Throws: `PresentationError.unknown`, `SQLiteError`.
    package static func get(_ id: ID, in database: Database) throws -> Presentation {
        guard let presentation = try find(id, in: database) else { throw PresentationError.unknown(id) }
        return presentation
    }

    package init(_ row: inout RowReader) throws {
        self.init(
            id: try row.read(), module: try row.read(), slug: try row.read(), title: try row.read(),
            speaker: try row.read(), organisation: try row.read(), position: try row.read(), audience: try row.read(),
            language: try row.read(), withdrawnAt: try row.read(), createdAt: try row.read(),
            file: try FileVersion(&row))
    }

    private static func freeSlug(for draft: Draft, of module: Module.ID, in database: Database) throws -> Slug {
        let wanted = Slug(title: draft.title.text) ?? Slug(title: draft.fileName.rawValue) ?? Slug("praesentation")
        guard let wanted else { preconditionFailure("a constant is no slug") }
        for number in 1...1000 {
            guard let slug = number == 1 ? wanted : wanted.numbered(number) else { continue }
            if try find(slug, of: module, in: database) == nil { return slug }
        }
        throw PresentationError.tooManyAlike(wanted)
    }
}

/// Why something about a presentation could not be done.
package enum PresentationError: Error, Equatable {
    case unknown(Presentation.ID)
    /// A thousand presentations of the module have this name already.
    case tooManyAlike(Slug)
    /// The order named does not list each presentation of the module exactly once; these are the ones it has.
    case incompleteOrder(module: Slug, has: [Presentation.ID])
    case alreadyWithdrawn
}

/// One version of a presentation's file; the newest is served, older ones stay.
package struct FileVersion: Sendable, Identifiable {
    package typealias ID = Identifier<FileVersion>

    package let id: ID
    /// 1 for the first version of a presentation.
    package let number: Int
    /// As people save it; never used as a path on the server.
    package let name: FileName
    package let mediaType: String
    package let content: StoredFile
    package let addedAt: Timestamp
}
