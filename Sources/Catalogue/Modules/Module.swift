package import Codecs
package import SQLite

/// One module of a series: the event, its public report, and what there is to download.
package struct Module: Sendable, Identifiable {
    package typealias ID = Identifier<Module>

    package enum Visibility: Equatable, Sendable {
        case draft
        case published(Timestamp)
        /// Was public and is not any more: its address answers 410.
        case withdrawn(Timestamp)

        init(publishedAt: Timestamp?, withdrawnAt: Timestamp?) {
            self = publishedAt.map(Visibility.published) ?? withdrawnAt.map(Visibility.withdrawn) ?? .draft
        }
    }

    package let id: ID
    package let series: Series.ID
    package let slug: Slug
    /// As the association counts, often a Roman number: `IV`.
    package var number: String
    package var title: String
    package var heldOn: CalendarDate
    package var place: String
    /// Report markup, see `ReportMarkup`.
    package var report: String
    /// Of title and report.
    package var language: LanguageTag
    package internal(set) var visibility: Visibility
    package let createdAt: Timestamp

    package var isPublished: Bool {
        if case .published = visibility { true } else { false }
    }
}

extension Module: RowDecodable {
    private static let columns: SQL = """
        published_at, withdrawn_at, id, series_id, slug, number, title, held_on, place, report, language, created_at
        """
    private static let ofSeries: SQL = "SELECT \(columns) FROM module WHERE series_id = ? ORDER BY held_on, id"
    private static let ofSlug: SQL = "SELECT \(columns) FROM module WHERE slug = ?"
    private static let ofID: SQL = "SELECT \(columns) FROM module WHERE id = ?"

    /// What a new module is made from.
    package struct Draft: Sendable {
        package var slug: Slug
        package var number: Label
        package var title: Label
        package var heldOn: CalendarDate
        package var place: Label
        package var report: String
        package var language: LanguageTag

        package init(
            slug: Slug, number: Label, title: Label, heldOn: CalendarDate, place: Label, report: String,
            language: LanguageTag = .german
        ) {
            self.slug = slug
            self.number = number
            self.title = title
            self.heldOn = heldOn
            self.place = place
            self.report = report
            self.language = language
        }
    }

    /// Adds a module that is not public yet.
    ///
    /// - Throws: `ModuleError.exists`, `SQLiteError`.
    package static func add(
        _ draft: Draft, to series: Series.ID, now: Timestamp, in transaction: borrowing Transaction
    ) throws -> Module {
        guard try find(draft.slug, in: transaction.database) == nil else {
            throw ModuleError.exists(draft.slug)
        }
        let id = try transaction.insert(
            """
            INSERT INTO module (series_id, slug, number, title, held_on, place, report, language, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, series, draft.slug, draft.number.text, draft.title.text, draft.heldOn, draft.place.text,
            draft.report, draft.language, now)
        return Module(
            id: ID(rawValue: id), series: series, slug: draft.slug, number: draft.number.text,
            title: draft.title.text, heldOn: draft.heldOn, place: draft.place.text, report: draft.report,
            language: draft.language, visibility: .draft, createdAt: now)
    }

    /// The modules of a series in the order in which they were held.
    package static func all(of series: Series.ID, in database: Database) throws -> [Module] {
        try database.all(ofSeries, series)
    }

    package static func find(_ slug: Slug, in database: Database) throws -> Module? {
        try database.first(ofSlug, slug)
    }

    package static func find(_ id: ID, in database: Database) throws -> Module? {
        try database.first(ofID, id)
    }

    /// The module of that name.
    ///
    /// - Throws: `ModuleError.unknown`, `SQLiteError`.
    package static func get(_ slug: Slug, in database: Database) throws -> Module {
        guard let module = try find(slug, in: database) else { throw ModuleError.unknown(slug) }
        return module
    }

    /// Stores number, title, date, place, report and language as they are now, as changed at that moment.
    package func save(now: Timestamp, in transaction: borrowing Transaction) throws {
        try transaction.run(
            """
            UPDATE module SET number = ?, title = ?, held_on = ?, place = ?, report = ?, language = ?, changed_at = ?
            WHERE id = ?
            """, number, title, heldOn, place, report, language, now, id)
    }

    /// Makes the module public.
    ///
    /// - Throws: `ModuleError.alreadyPublished`, `SQLiteError`.
    package mutating func publish(now: Timestamp, in transaction: borrowing Transaction) throws {
        guard !isPublished else { throw ModuleError.alreadyPublished(slug) }
        try transaction.run("UPDATE module SET published_at = ?, withdrawn_at = NULL WHERE id = ?", now, id)
        visibility = .published(now)
    }

    /// Takes the module off the site; its address answers 410, its files are not served.
    ///
    /// - Throws: `ModuleError.alreadyWithdrawn`, `.notPublished`, `SQLiteError`.
    package mutating func withdraw(now: Timestamp, in transaction: borrowing Transaction) throws {
        switch visibility {
        case .withdrawn: throw ModuleError.alreadyWithdrawn
        case .draft: throw ModuleError.notPublished(slug)
        case .published: break
        }
        try transaction.run("UPDATE module SET published_at = NULL, withdrawn_at = ? WHERE id = ?", now, id)
        visibility = .withdrawn(now)
    }

    /// Removes a module without presentations, with the admissions to it and its pictures, whose files are the file
    /// store's to clear afterwards.
    ///
    /// - Throws: `ModuleError.inUse`, `SQLiteError`.
    package func remove(in transaction: borrowing Transaction) throws {
        let presentations = try transaction.database.count("SELECT count(*) FROM presentation WHERE module_id = ?", id)
        guard presentations == 0 else { throw ModuleError.inUse(slug, presentations: presentations) }
        try transaction.run("DELETE FROM module WHERE id = ?", id)
    }

    package init(_ row: inout RowReader) throws {
        let visibility = Visibility(publishedAt: try row.read(), withdrawnAt: try row.read())
        self.init(
            id: try row.read(), series: try row.read(), slug: try row.read(), number: try row.read(),
            title: try row.read(), heldOn: try row.read(), place: try row.read(), report: try row.read(),
            language: try row.read(), visibility: visibility, createdAt: try row.read())
    }
}

/// Why something about a module could not be done.
package enum ModuleError: Error, Equatable {
    case unknown(Slug)
    case exists(Slug)
    /// The module still has so many presentations.
    case inUse(Slug, presentations: Int)
    case alreadyWithdrawn
    case alreadyPublished(Slug)
    /// A draft was never public, so there is nothing to withdraw.
    case notPublished(Slug)
}
