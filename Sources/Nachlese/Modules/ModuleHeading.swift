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
    package static func visibility(of slug: Slug, in database: Database) throws -> (id: ID, visibility: Visibility)? {
        try database.first("SELECT id, published_at, withdrawn_at FROM module WHERE slug = ?", slug) { row in
            (try row[0], Visibility(publishedAt: try row[1], withdrawnAt: try row[2]))
        }
    }
}

extension ModuleHeading {
    package static func find(_ slug: Slug, in database: Database) throws -> ModuleHeading? {
        try database.first(
            "SELECT id, series_id, slug, number, title, held_on, place, language FROM module WHERE slug = ?", slug,
            map: ModuleHeading.init(row:))
    }

    /// The published modules of the same series that were held before and after this one.
    package func neighbours(in database: Database) throws -> (previous: ModuleHeading?, next: ModuleHeading?) {
        let previous = try database.first(
            """
            SELECT id, series_id, slug, number, title, held_on, place, language FROM module
            WHERE series_id = ?1 AND (held_on, id) < (?2, ?3) AND published_at IS NOT NULL
            ORDER BY held_on DESC, id DESC LIMIT 1
            """, series, heldOn, id, map: ModuleHeading.init(row:))
        let next = try database.first(
            """
            SELECT id, series_id, slug, number, title, held_on, place, language FROM module
            WHERE series_id = ?1 AND (held_on, id) > (?2, ?3) AND published_at IS NOT NULL
            ORDER BY held_on, id LIMIT 1
            """, series, heldOn, id, map: ModuleHeading.init(row:))
        return (previous, next)
    }

    /// The published modules an account may download from, newest first.
    static func all(for account: Account.ID, now: Timestamp, in database: Database) throws -> [ModuleHeading] {
        try database.query(
            """
            SELECT id, series_id, slug, number, title, held_on, place, language FROM module
            WHERE published_at IS NOT NULL
                AND (id IN (SELECT module_id FROM admission WHERE account_id = ?1 AND module_id IS NOT NULL
                        AND (ends_at IS NULL OR ends_at > ?2))
                    OR series_id IN (SELECT series_id FROM admission WHERE account_id = ?1 AND series_id IS NOT NULL
                        AND (ends_at IS NULL OR ends_at > ?2)))
            ORDER BY held_on DESC, id DESC
            """, account, now, map: ModuleHeading.init(row:))
    }

    fileprivate init(row: borrowing Row) throws {
        self.init(
            id: try row[0], series: try row[1], slug: try row[2], number: try row[3], title: try row[4],
            heldOn: try row[5], place: try row[6], language: try row[7])
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

    /// All published modules, the one held last first.
    package static func all(in database: Database) throws -> [ListedModule] {
        try database.query(
            """
            SELECT id, series_id, slug, number, title, held_on, place, language, published_at,
                (SELECT count(*) FROM presentation WHERE module_id = module.id AND withdrawn_at IS NULL),
                (SELECT max(v.added_at) FROM presentation p CROSS JOIN file_version v ON v.presentation_id = p.id
                    WHERE p.module_id = module.id AND p.withdrawn_at IS NULL)
            FROM module WHERE published_at IS NOT NULL ORDER BY held_on DESC, id DESC
            """
        ) { row in
            ListedModule(
                heading: try ModuleHeading(row: row), publishedAt: try row[8], presentationCount: try row[9],
                filesAddedUntil: try row[10])
        }
    }
}
