package import SQLite

/// A text of the office that stands on a page of its own: imprint, privacy, accessibility, contact.
package struct OfficePage: Sendable {
    package let name: OfficePageName
    /// What its file says.
    package let source: String
    /// When the text came into force.
    package let adoptedAt: Timestamp

    /// The title that the text begins with, where it begins with a heading, and the text below it.
    package func read() -> (title: String?, body: ReportMarkup) {
        let blocks = ReportMarkup(source).blocks
        guard case .heading(let inlines)? = blocks.first else { return (nil, ReportMarkup(blocks: blocks)) }
        let title = ReportMarkup(blocks: [.paragraph(inlines)]).plainText(limit: 300)
        return (title, ReportMarkup(blocks: Array(blocks.dropFirst())))
    }
}

extension OfficePage {
    /// The page in force; in the other language where there is none in the one asked for.
    package static func find(
        _ kind: OfficePageName.Kind, for language: Language, in database: Database
    ) throws -> OfficePage? {
        try database.first(
            """
            SELECT kind, language, source, adopted_at FROM office_page WHERE kind = ?
            ORDER BY language = ? DESC, language LIMIT 1
            """, kind, language, map: OfficePage.init(row:))
    }

    /// All pages in force.
    package static func all(in database: Database) throws -> [OfficePage] {
        try database.query(
            "SELECT kind, language, source, adopted_at FROM office_page ORDER BY kind, language",
            map: OfficePage.init(row:))
    }

    static func find(_ name: OfficePageName, in database: Database) throws -> OfficePage? {
        try database.first(
            "SELECT kind, language, source, adopted_at FROM office_page WHERE kind = ? AND language = ?",
            name.kind, name.language, map: OfficePage.init(row:))
    }

    func save(in transaction: borrowing Transaction) throws {
        try transaction.run(
            """
            INSERT INTO office_page (kind, language, source, adopted_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (kind, language) DO UPDATE SET source = excluded.source, adopted_at = excluded.adopted_at
            """, name.kind, name.language, source, adoptedAt)
    }

    static func remove(_ name: OfficePageName, in transaction: borrowing Transaction) throws {
        try transaction.run("DELETE FROM office_page WHERE kind = ? AND language = ?", name.kind, name.language)
    }

    private init(row: borrowing Row) throws {
        self.init(name: OfficePageName(try row[0], try row[1]), source: try row[2], adoptedAt: try row[3])
    }
}
