package import Catalogue
package import Codecs
package import SQLite

/// The answer to the one question of a download: whether this person may have this presentation now.
package enum DownloadDecision: Sendable {
    case granted(Grant)
    /// It is for the admitted, and nobody is signed in.
    case signInNeeded
    /// Somebody is signed in who was not admitted.
    case notAdmitted
    /// It was there once.
    case withdrawn
    /// There is no such thing, or it may not be known.
    case unknown

    /// What to send.
    package struct Grant: Sendable {
        package let presentation: Presentation.ID
        package let fileVersion: FileVersion.ID
        package let name: FileName
        package let mediaType: String
        package let content: StoredFile
        package let addedAt: Timestamp
        package let isPublic: Bool
        /// The admission ends then; nil: no end is known.
        package let endsAt: Timestamp?
    }
}

extension DownloadDecision {
    /// Decides.
    ///
    /// `account`: who is signed in, if anybody.
    package static func decide(
        module: Slug, presentation: Slug, account: Account.ID?, now: Timestamp, in database: Database
    ) throws -> DownloadDecision {
        guard let found: Candidate = try database.first(Candidate.query, account, now, module, presentation) else {
            return .unknown
        }
        if found.isModuleWithdrawn { return .withdrawn }
        guard found.isPublished else { return .unknown }
        if found.isWithdrawn { return .withdrawn }
        if found.grant.isPublic || found.isAdmitted { return .granted(found.grant) }
        return account == nil ? .signInNeeded : .notAdmitted
    }

    private struct Candidate: RowDecodable {
        static let query: SQL = """
            SELECT m.published_at IS NOT NULL, m.withdrawn_at IS NOT NULL, p.withdrawn_at IS NOT NULL, p.audience,
                (SELECT max(coalesce(ends_at, 9223372036854775807)) FROM admission
                    WHERE account_id = ? AND (module_id = m.id OR series_id = m.series_id)
                        AND (ends_at IS NULL OR ends_at > ?)),
                p.id, v.id, v.name, v.media_type, \(StoredFile.columns), v.added_at
            FROM module m
            JOIN presentation p ON p.module_id = m.id
            JOIN file_version v ON v.presentation_id = p.id
            WHERE m.slug = ? AND p.slug = ?
            ORDER BY v.number DESC LIMIT 1
            """

        let isPublished: Bool
        let isModuleWithdrawn: Bool
        let isWithdrawn: Bool
        let isAdmitted: Bool
        let grant: Grant

        init(_ row: inout RowReader) throws {
            isPublished = try row.read()
            isModuleWithdrawn = try row.read()
            isWithdrawn = try row.read()
            let audience = try row.read(Presentation.Audience.self)
            let endsAt = try row.read(Timestamp?.self)
            isAdmitted = endsAt != nil
            grant = Grant(
                presentation: try row.read(), fileVersion: try row.read(), name: try row.read(),
                mediaType: try row.read(), content: try StoredFile(&row), addedAt: try row.read(),
                isPublic: audience == .public, endsAt: endsAt)
        }
    }
}
