package import Catalogue
package import Codecs
package import Letters
package import SQLite

/// A text of the office in force, as the site shows it: imprint, privacy, accessibility, contact.
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

extension OfficePage: RowDecodable {
    private static let columns: SQL = "kind, language, source, adopted_at"
    private static let all: SQL = "SELECT \(columns) FROM office_page ORDER BY kind, language"
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

    package init(_ row: inout RowReader) throws {
        self.init(
            name: OfficePageName(try row.read(), try row.read()), source: try row.read(), adoptedAt: try row.read())
    }
}
