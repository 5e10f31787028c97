/// Why a schema was not migrated, or does not fit this program.
///
/// The database is as it was before the migration named.
package enum MigrationError: Error, Equatable, Sendable {
    /// The program's own list has a number twice, out of order, or 0.
    case unordered(Migration)
    /// The database has tables, but was never migrated: it belongs to another program.
    case foreignDatabase
    /// The migration was applied with another text.
    case changed(Migration)
    /// The migration was applied, but the program does not have it.
    case missing(title: String)
    /// The migration was never applied, but one after it was.
    case outOfOrder(Migration)
    /// The migration was applied by a newer program.
    case newer(title: String)
    /// These migrations are still to be applied.
    case pending([Migration])
    /// The migration's SQL failed.
    case failed(Migration, SQLiteError)
    /// The migration left references to rows that do not exist, a sentence for each.
    case brokenReferences(Migration, [String])
}

extension MigrationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unordered(let migration):
            "Migration \(migration) is out of order: the numbers must rise from 1. Rename its file."
        case .foreignDatabase:
            "The database holds tables of another program. Give the path of a database of this program, or of none."
        case .changed(let migration):
            "Migration \(migration) was changed after it had been applied. Put its file back as it was, "
                + "and make the change in a new migration."
        case .missing(let title):
            "Migration \(title) was applied to the database, but its file is missing. Put it back."
        case .outOfOrder(let migration):
            "Migration \(migration) was never applied, but a later one was. Give it a number after the newest."
        case .newer(let title):
            "The database was migrated by a newer version (\(title)). Install that version, "
                + "or restore a backup made before the update."
        case .pending(let migrations):
            "The database is older than this version: \(migrations.map(\.description).joined(separator: ", ")) "
                + "must be applied first, by a process that may change it."
        case .failed(let migration, let error):
            "Migration \(migration) failed and was undone: \(error)"
        case .brokenReferences(let migration, let findings):
            "Migration \(migration) was undone, because afterwards: \(findings.joined(separator: " "))"
        }
    }
}
