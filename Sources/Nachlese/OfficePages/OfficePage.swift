package import SQLite

/// A text of the office that stands on a page of its own: imprint, privacy, accessibility, contact.
package struct OfficePage: Sendable {
    package let name: OfficePageName
    /// What its file says.
    package let source: String
    /// When the text came into force.
    package let adoptedAt: Timestamp

    /// The title that the text begins with, where it begins with a heading.
    package var title: String? {
        guard case .heading? = markup.blocks.first else { return nil }
        return ReportMarkup(blocks: [markup.blocks[0]]).headingText
    }

    /// The text below the title.
    package var body: ReportMarkup {
        guard case .heading? = markup.blocks.first else { return markup }
        return ReportMarkup(blocks: Array(markup.blocks.dropFirst()))
    }

    private var markup: ReportMarkup { ReportMarkup(source) }
}

extension OfficePage: RowDecodable {
    private static let columns: SQL = "kind, language, source, adopted_at"
    private static let all: SQL = "SELECT \(columns) FROM office_page ORDER BY kind, language"
    private static let ofName: SQL = "SELECT \(columns) FROM office_page WHERE kind = ? AND language = ?"
    private static let ofKind: SQL = """
        SELECT \(columns) FROM office_page WHERE kind = ? ORDER BY language = ? DESC, language LIMIT 1
        """

    /// The page in force; in the other language where there is none in the one asked for.
    package static func find(
        _ kind: OfficePageName.Kind, for language: Language, in database: Database
    ) throws -> OfficePage? {
        try database.first(ofKind, kind, language)
    }

    /// All pages in force.
    package static func all(in database: Database) throws -> [OfficePage] {
        try database.all(all)
    }

    static func find(_ name: OfficePageName, in database: Database) throws -> OfficePage? {
        try database.first(ofName, name.kind, name.language)
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

    package init(_ row: inout RowReader) throws {
        self.init(
            name: OfficePageName(try row.read(), try row.read()), source: try row.read(), adoptedAt: try row.read())
    }
}

extension ReportMarkup {
    fileprivate var headingText: String? {
        guard case .heading(let inlines)? = blocks.first else { return nil }
        return ReportMarkup(blocks: [.paragraph(inlines)]).plainText(limit: 300)
    }
}
