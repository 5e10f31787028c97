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
        let tables: [String] = try database.query(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        ) { row in try row[0] }
        if tables.isEmpty { return [] }
        guard tables.contains("schema_migration") else { throw MigrationError.foreignDatabase }
        return try database.query("SELECT number, name, sql FROM schema_migration ORDER BY number") { row in
            Record(number: try row[0], name: try row[1], sql: try row[2])
        }
    }
}
