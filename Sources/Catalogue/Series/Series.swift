package import Codecs
package import SQLite

/// A training series: what its modules belong to.
package struct Series: Sendable, Identifiable {
    package typealias ID = Identifier<Series>

    package let id: ID
    package let slug: Slug
    package var title: String
    /// A few sentences in report markup.
    package var summary: String
    /// Of title and summary.
    package var language: LanguageTag
    package let createdAt: Timestamp
}

extension Series: RowDecodable {
    private static let columns: SQL = "id, slug, title, summary, language, created_at"
    private static let all: SQL = """
        SELECT \(columns) FROM series
        ORDER BY (SELECT max(held_on) FROM module WHERE series_id = series.id) DESC NULLS LAST, id DESC
        """
    private static let ofSlug: SQL = "SELECT \(columns) FROM series WHERE slug = ?"
    private static let ofID: SQL = "SELECT \(columns) FROM series WHERE id = ?"

    /// Adds a series.
    ///
    /// - Throws: `SeriesError.exists`, `SQLiteError`.
    package static func add(
        _ slug: Slug, title: Label, summary: String = "", language: LanguageTag = .german, now: Timestamp,
        in transaction: borrowing Transaction
    ) throws -> Series {
        guard try find(slug, in: transaction.database) == nil else { throw SeriesError.exists(slug) }
        let id = try transaction.insert(
            "INSERT INTO series (slug, title, summary, language, created_at) VALUES (?, ?, ?, ?, ?)",
            slug, title.text, summary, language, now)
        return Series(
            id: ID(rawValue: id), slug: slug, title: title.text, summary: summary, language: language, createdAt: now)
    }

    /// All series, the one with the newest module first.
    package static func all(in database: Database) throws -> [Series] {
        try database.all(all)
    }

    package static func find(_ slug: Slug, in database: Database) throws -> Series? {
        try database.first(ofSlug, slug)
    }

    package static func find(_ id: ID, in database: Database) throws -> Series? {
        try database.first(ofID, id)
    }

    /// The series of that name.
    ///
    /// - Throws: `SeriesError.unknown`, `SQLiteError`.
    package static func get(_ slug: Slug, in database: Database) throws -> Series {
        guard let series = try find(slug, in: database) else { throw SeriesError.unknown(slug) }
        return series
    }

    /// Stores the title and summary as they are now.
    package func save(in transaction: borrowing Transaction) throws {
        try transaction.run(
            "UPDATE series SET title = ?, summary = ?, language = ? WHERE id = ?", title, summary, language, id)
    }

    /// Removes an empty series with the admissions to it.
    ///
    /// - Throws: `SeriesError.inUse`, `SQLiteError`.
    package func remove(in transaction: borrowing Transaction) throws {
        let modules = try transaction.database.count("SELECT count(*) FROM module WHERE series_id = ?", id)
        guard modules == 0 else { throw SeriesError.inUse(slug, modules: modules) }
        try transaction.run("DELETE FROM series WHERE id = ?", id)
    }

    package init(_ row: inout RowReader) throws {
        self.init(
            id: try row.read(), slug: try row.read(), title: try row.read(), summary: try row.read(),
            language: try row.read(), createdAt: try row.read())
    }
}

/// Why something about a series could not be done.
package enum SeriesError: Error, Equatable {
    case unknown(Slug)
    case exists(Slug)
    /// The series still has so many modules.
    case inUse(Slug, modules: Int)
}
