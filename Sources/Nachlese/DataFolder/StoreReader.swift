package import SQLite

/// The database of a data folder, open for reading: for one thread at a time.
///
/// Queries are asked of `database` by the types of the domain. Whoever uses this needs no module that speaks SQL.
package final class StoreReader {
    package let database: Database
    @safe @exclusivity(unchecked) private var knownState: ChangeStamp?

    /// Opens an up-to-date database.
    ///
    /// - Throws: `SQLiteError`, `MigrationError`.
    package init(_ folder: DataFolder) throws {
        database = try Store.openForReading(folder)
    }

    /// Reads several times and sees the same state of the database each time; see `Database.snapshot`.
    package func snapshot<Result>(_ body: () throws -> Result) throws -> Result {
        try database.snapshot(body)
    }

    /// Whether something was committed, by whichever process, since this was last asked; at first it was.
    ///
    /// - Throws: `SQLiteError`; then it will be asked again.
    package func hasChanged() throws -> Bool {
        let state = try database.changeStamp
        guard state != knownState else { return false }
        knownState = state
        return true
    }
}

extension Store {
    /// Whether an error says that another process held the database for too long, which passes.
    package static func isBusy(_ error: any Error) -> Bool {
        (error as? SQLiteError)?.isBusy ?? false
    }
}
