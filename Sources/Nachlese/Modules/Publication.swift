package import SQLite

/// A published module as the outside sees it in a feed or a list of pages.
package struct Publication: Sendable {
    package let slug: Slug
    package let series: Slug
    package let number: String
    package let title: String
    package let report: String
    package let language: LanguageTag
    package let createdAt: Timestamp
    package let publishedAt: Timestamp
    /// When its page last changed: the report, or what there is to download.
    package let changedAt: Timestamp
}

extension Publication {
    /// All published modules, the one published last first.
    ///
    /// `limit`: at most so many.
    package static func all(limit: Int = .max, in database: Database) throws -> [Publication] {
        try database.all(
            """
            SELECT m.slug, s.slug, m.number, m.title, m.report, m.language, m.created_at, m.published_at,
                max(m.published_at, coalesce(m.changed_at, 0),
                    coalesce((SELECT max(max(p.created_at, coalesce(p.withdrawn_at, 0),
                            (SELECT max(v.added_at) FROM file_version v WHERE v.presentation_id = p.id)))
                        FROM presentation p WHERE p.module_id = m.id), 0))
            FROM module m JOIN series s ON s.id = m.series_id
            WHERE m.published_at IS NOT NULL ORDER BY m.published_at DESC, m.held_on DESC, m.id DESC LIMIT ?
            """, limit
        ) { row in
            Publication(
                slug: try row.read(), series: try row.read(), number: try row.read(), title: try row.read(),
                report: try row.read(), language: try row.read(), createdAt: try row.read(),
                publishedAt: try row.read(), changedAt: try row.read())
        }
    }
}
