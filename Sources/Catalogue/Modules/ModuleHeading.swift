package import Codecs
package import SQLite

/// What names a module wherever it is listed: a module without its report, which may be long.
package struct ModuleHeading: Sendable, Identifiable {
    package let id: Module.ID
    package let series: Series.ID
    package let slug: Slug
    package let number: String
    package let title: String
    package let heldOn: CalendarDate
    package let place: String
    package let language: LanguageTag
}

extension Module {
    package var heading: ModuleHeading {
        ModuleHeading(
            id: id, series: series, slug: slug, number: number, title: title, heldOn: heldOn, place: place,
            language: language)
    }

    /// Whether the public sees the module of that name; nil when there is none.
    package static func visibility(
        of slug: Slug, in database: Database
    ) throws -> (id: ID, visibility: Visibility)? {
        try database.first("SELECT id, published_at, withdrawn_at FROM module WHERE slug = ?", slug) { row in
            (try row.read(ID.self), Visibility(publishedAt: try row.read(), withdrawnAt: try row.read()))
        }
    }
}

extension ModuleHeading: RowDecodable {
    package static let columns: SQL = "id, series_id, slug, number, title, held_on, place, language"
    private static let ofSlug: SQL = "SELECT \(columns) FROM module WHERE slug = ?"
    private static let previous: SQL = """
        SELECT \(columns) FROM module
        WHERE series_id = ?1 AND (held_on, id) < (?2, ?3) AND published_at IS NOT NULL
        ORDER BY held_on DESC, id DESC LIMIT 1
        """
    private static let next: SQL = """
        SELECT \(columns) FROM module
        WHERE series_id = ?1 AND (held_on, id) > (?2, ?3) AND published_at IS NOT NULL
        ORDER BY held_on, id LIMIT 1
        """
    package init(_ row: inout RowReader) throws {
        self.init(
            id: try row.read(), series: try row.read(), slug: try row.read(), number: try row.read(),
            title: try row.read(), heldOn: try row.read(), place: try row.read(), language: try row.read())
    }

    package static func find(_ slug: Slug, in database: Database) throws -> ModuleHeading? {
        try database.first(ofSlug, slug)
    }

    /// The published modules of the same series that were held before and after this one.
    package func neighbours(in database: Database) throws -> (previous: ModuleHeading?, next: ModuleHeading?) {
        (
            try database.first(ModuleHeading.previous, series, heldOn, id),
            try database.first(ModuleHeading.next, series, heldOn, id)
        )
    }
}

/// A published module with what a list tells of its presentations.
package struct ListedModule: Sendable {
    package let heading: ModuleHeading
    package let publishedAt: Timestamp
    /// Of the presentations that are offered.
    package let presentationCount: Int
    /// No file of a presentation that is offered was added later; nil where there is none.
    package let filesAddedUntil: Timestamp?
}

extension ListedModule: RowDecodable {
    private static let published: SQL = """
        SELECT \(ModuleHeading.columns), published_at,
            (SELECT count(*) FROM presentation WHERE module_id = module.id AND withdrawn_at IS NULL),
            (SELECT max(v.added_at) FROM presentation p CROSS JOIN file_version v ON v.presentation_id = p.id
                WHERE p.module_id = module.id AND p.withdrawn_at IS NULL)
        FROM module WHERE published_at IS NOT NULL ORDER BY held_on DESC, id DESC
        """

    package init(_ row: inout RowReader) throws {
        self.init(
            heading: try ModuleHeading(&row), publishedAt: try row.read(), presentationCount: try row.read(),
            filesAddedUntil: try row.read())
    }

    /// All published modules, the one held last first.
    package static func all(in database: Database) throws -> [ListedModule] {
        try database.all(published)
    }
}
