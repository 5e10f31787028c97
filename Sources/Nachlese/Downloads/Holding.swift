package import SQLite

/// What a member has of a presentation.
package enum Holding: Equatable, Sendable {
    case nothing
    /// A part of the file that is offered now.
    case begun
    /// All of a version that was replaced meanwhile.
    case earlierVersion
    /// All of the file that is offered now, since then.
    case complete(Timestamp)

    /// What a member has of the presentations of a module; those of which they have nothing are left out.
    package static func all(
        of account: Account.ID, in module: Module.ID, database: Database
    ) throws -> [Presentation.ID: Holding] {
        let records = try database.all(
            """
            SELECT v.presentation_id, d.completed_at,
                v.number = (SELECT max(number) FROM file_version WHERE presentation_id = v.presentation_id)
            FROM presentation p
            JOIN file_version v ON v.presentation_id = p.id
            JOIN download d ON d.file_version_id = v.id AND d.account_id = ?
            WHERE p.module_id = ? ORDER BY v.number
            """, account, module
        ) { row in
            (
                presentation: try row.read(Presentation.ID.self), completedAt: try row.read(Timestamp?.self),
                isNewest: try row.read(Bool.self)
            )
        }
        var holdings: [Presentation.ID: Holding] = [:]
        for record in records {
            switch (record.completedAt, record.isNewest) {
            case (let moment?, true): holdings[record.presentation] = .complete(moment)
            case (_?, false): holdings[record.presentation] = .earlierVersion
            // Who has all of an earlier version is told of the new one, begun or not.
            case (nil, true): holdings[record.presentation] = holdings[record.presentation] ?? .begun
            case (nil, false): break
            }
        }
        return holdings
    }
}
