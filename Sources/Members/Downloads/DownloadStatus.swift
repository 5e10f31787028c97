package import Catalogue
package import Codecs
package import SQLite

/// What a member has of a presentation.
package enum DownloadStatus: Hashable, Sendable {
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
    ) throws -> [Presentation.ID: DownloadStatus] {
        try find(account, in: module, database)[module] ?? [:]
    }

    /// The same of all modules.
    package static func all(
        of account: Account.ID, database: Database
    ) throws -> [Module.ID: [Presentation.ID: DownloadStatus]] {
        try find(account, in: nil, database)
    }

    // From what the member has, which is little, and not from what there is.
    private static func find(
        _ account: Account.ID, in module: Module.ID?, _ database: Database
    ) throws -> [Module.ID: [Presentation.ID: DownloadStatus]] {
        var statuses: [Module.ID: [Presentation.ID: DownloadStatus]] = [:]
        try database.forEach(
            """
            SELECT p.module_id, p.id, d.completed_at,
                v.number = (SELECT max(number) FROM file_version WHERE presentation_id = v.presentation_id)
            FROM download d CROSS JOIN file_version v ON v.id = d.file_version_id
                CROSS JOIN presentation p ON p.id = v.presentation_id
            WHERE d.account_id = ?1 AND (?2 IS NULL OR p.module_id = ?2) AND p.withdrawn_at IS NULL
            ORDER BY v.number
            """, account, module
        ) { row in
            let module = try row.read(Module.ID.self)
            let presentation = try row.read(Presentation.ID.self)
            switch (try row.read(Timestamp?.self), try row.read(Bool.self)) {
            case (let moment?, true): statuses[module, default: [:]][presentation] = .complete(moment)
            case (_?, false): statuses[module, default: [:]][presentation] = .earlierVersion
            // Who has all of an earlier version is told of the new one, begun or not.
            case (nil, true):
                if statuses[module]?[presentation] == nil { statuses[module, default: [:]][presentation] = .begun }
            case (nil, false): break
            }
        }
        return statuses
    }
}
