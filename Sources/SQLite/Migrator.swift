/// Brings the schema of a database up to date, and refuses one that does not fit.
///
/// What was applied is recorded in the table `schema_migration` with its whole text, not a checksum of it: it needs no
/// hash, two texts are compared exactly, and the file itself tells how its schema came to be.
/// `PRAGMA user_version` is the newest number.
package struct Migrator: Sendable {
    /// All migrations of the program, in order.
    package let migrations: [Migration]

    /// - Parameter migrations: in order; the numbers rise, gaps are allowed.
    /// - Throws: `.unordered`.
    package init(_ migrations: [Migration]) throws(MigrationError) {
        var newest: UInt16 = 0
        for migration in migrations {
            guard migration.number > newest else { throw .unordered(migration) }
            newest = migration.number
        }
        self.migrations = migrations
    }

    /// Applies what is missing, each migration in a transaction of its own together with its record.
    ///
    /// Several processes may do so at once: one works, the others wait and find it done. Foreign keys are not enforced
    /// while a migration runs, so that it can rebuild a table that others refer to, but all must hold at its end.
    ///
    /// - Parameter database: a connection that may change it, outside a transaction.
    /// - Returns: what this call applied.
    /// - Throws: `MigrationError`; `SQLiteError` when the database itself fails. Migrations before the one that failed
    ///   stay.
    @discardableResult
    package func migrate(_ database: Database) throws -> [Migration] {
        var applied: [Migration] = []
        guard try !pending(database).isEmpty else { return [] }
        // It has no effect inside a transaction.
        try database.connection.execute("PRAGMA foreign_keys=OFF")
        defer { try? database.connection.execute("PRAGMA foreign_keys=ON") }
        while let migration = try applyNext(database) { applied.append(migration) }
        return applied
    }

    /// Makes sure that the schema is exactly this program's.
    ///
    /// - Parameter database: any connection.
    /// - Throws: `MigrationError`, `.pending` among them; `SQLiteError` when the database itself fails.
    package func verify(_ database: Database) throws {
        let pending = try pending(database)
        if !pending.isEmpty { throw MigrationError.pending(pending) }
    }

    private func applyNext(_ database: Database) throws -> Migration? {
        try database.transaction { transaction in
            // Asked again here, because another process may have been faster.
            guard let migration = try pending(database).first else { return nil }
            do throws(SQLiteError) {
                try transaction.runMigrationScript(migration.sql)
            } catch {
                throw MigrationError.failed(migration, error)
            }
            let findings = try database.brokenReferences()
            if !findings.isEmpty { throw MigrationError.brokenReferences(migration, findings) }
            try record(migration, transaction)
            return migration
        }
    }

    private func record(_ migration: Migration, _ transaction: borrowing Transaction) throws(SQLiteError) {
        try transaction.run(
            """
            CREATE TABLE IF NOT EXISTS schema_migration (
                number INTEGER PRIMARY KEY,
                name TEXT NOT NULL,
                sql BLOB NOT NULL,
                applied_at INTEGER NOT NULL
            ) STRICT
            """)
        try transaction.run(
            "INSERT INTO schema_migration (number, name, sql, applied_at) VALUES (?, ?, ?, unixepoch())",
            migration.number, migration.name, migration.sql)
        try transaction.database.connection.setUserVersion(Int32(migration.number))
    }
}

// MARK: Comparing

extension Migrator {
    private struct Record {
        let number: Int64
        let name: String
        let sql: [UInt8]
    }

    /// What is still to be applied.
    private func pending(_ database: Database) throws -> [Migration] {
        let records: [Record] = try database.snapshot { try self.records(database) }
        var rest = migrations[...]
        for record in records {
            guard let next = rest.first else {
                throw MigrationError.newer(title: Migration.title(number: record.number, name: record.name))
            }
            if record.number < next.number {
                throw MigrationError.missing(title: Migration.title(number: record.number, name: record.name))
            }
            if record.number > next.number {
                // Only when a later record says otherwise is the program's own next migration the odd one.
                let isKnown = rest.contains { Int64($0.number) == record.number }
                let isNewest = record.number > Int64(migrations.last?.number ?? 0)
                if !isKnown && isNewest {
                    throw MigrationError.newer(title: Migration.title(number: record.number, name: record.name))
                }
                throw MigrationError.outOfOrder(next)
            }
            if record.name != next.name || record.sql != next.sql { throw MigrationError.changed(next) }
            rest.removeFirst()
        }
        return Array(rest)
    }

    private func records(_ database: Database) throws -> [Record] {
        let tables: [String] = try database.all(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
        if tables.isEmpty { return [] }
        guard tables.contains("schema_migration") else { throw MigrationError.foreignDatabase }
        return try database.all("SELECT number, name, sql FROM schema_migration ORDER BY number") { row in
            Record(number: try row.read(), name: try row.read(), sql: try row.read())
        }
    }
}

// MARK: Scripts

extension Transaction {
    /// Runs the statements of a migration, one after the other; rows are dropped.
    ///
    /// For the program's own migration files only: text from anywhere else, or text put together at run time, must not
    /// come near it. Statements that begin or end a transaction or attach a file are refused.
    ///
    /// - Parameter script: SQL in UTF-8.
    /// - Throws: `SQLiteError` that gives the line; `.misuse` for a zero byte, which SQLite would take as the end.
    package func runMigrationScript(_ script: [UInt8]) throws(SQLiteError) {
        if let zero = script.firstIndex(of: 0) {
            throw SQLiteError(.misuse, "line \(Self.line(at: zero, in: script)): zero byte in the SQL")
        }
        try database.connection.setConfined(true)
        // The typed error travels as a value, because the array's closure rethrows it untyped.
        let outcome = unsafe script.withUnsafeBufferPointer { unsafe run($0, of: script) }
        try database.connection.setConfined(false)
        if let failure = outcome { throw failure }
    }

    private func run(_ text: UnsafeBufferPointer<UInt8>, of script: [UInt8]) -> SQLiteError? {
        var start = Self.statement(in: script, after: 0)
        while start < script.count {
            var place = start
            do throws(SQLiteError) {
                try database.requireTransaction()
                let statement = try unsafe database.connection.prepare(text, from: start, to: &place, flags: 0)
                let end = place
                // What fails while it runs is told by the line where it begins.
                place = start
                if let statement {
                    try statement.finish()
                } else if end == start {
                    return nil
                }
                start = Self.statement(in: script, after: end)
            } catch {
                let message = "line \(Self.line(at: place, in: script)): \(error.message)"
                return SQLiteError(error.code, message, sql: error.sql.map(Self.shortened))
            }
        }
        return nil
    }

    /// Where the next statement begins, behind blanks and lines of comment.
    private static func statement(in script: [UInt8], after offset: Int) -> Int {
        var rest = script[offset...]
        while let byte = rest.first {
            if byte == 0x20 || (0x09...0x0d).contains(byte) {
                rest = rest.dropFirst()
            } else if rest.starts(with: [UInt8(ascii: "-"), UInt8(ascii: "-")]) {
                rest = rest.drop { $0 != UInt8(ascii: "\n") }
            } else {
                break
            }
        }
        return rest.startIndex
    }

    /// The beginning of a statement: where it ends is not known when it could not be prepared.
    private static func shortened(_ sql: String) -> String {
        sql.utf8.count <= 400 ? sql : String(decoding: sql.utf8.prefix(400), as: UTF8.self) + " […]"
    }

    private static func line(at offset: Int, in script: [UInt8]) -> Int {
        1 + script.prefix(offset).count { $0 == UInt8(ascii: "\n") }
    }
}

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
