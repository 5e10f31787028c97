package import Codecs
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
    /// `limit`: at most so many; `hasReports`: whether their reports are wanted, which may be long.
    package static func all(limit: Int = .max, hasReports: Bool, in database: Database) throws -> [Publication] {
        try database.all(
            """
            WITH newest (id) AS MATERIALIZED (
                SELECT id FROM module WHERE published_at IS NOT NULL
                ORDER BY published_at DESC, held_on DESC, id DESC LIMIT ?1
            )
            SELECT m.slug, s.slug, m.number, m.title, CASE WHEN ?2 THEN m.report ELSE '' END, m.language,
                m.created_at, m.published_at,
                max(m.published_at, coalesce(m.changed_at, 0),
                    coalesce((SELECT max(max(p.created_at, coalesce(p.withdrawn_at, 0),
                            (SELECT max(v.added_at) FROM file_version v WHERE v.presentation_id = p.id)))
                        FROM presentation p WHERE p.module_id = m.id), 0))
            FROM newest CROSS JOIN module m ON m.id = newest.id JOIN series s ON s.id = m.series_id
            ORDER BY m.published_at DESC, m.held_on DESC, m.id DESC
            """, limit, hasReports
        ) { row in
            Publication(
                slug: try row.read(), series: try row.read(), number: try row.read(), title: try row.read(),
                report: try row.read(), language: try row.read(), createdAt: try row.read(),
                publishedAt: try row.read(), changedAt: try row.read())
        }
    }
}
