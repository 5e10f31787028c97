/// Permission to change a database, lent by `Database.transaction`; nothing else gives it.
package struct Transaction: ~Copyable {
    /// The connection, for reads inside the transaction, which see its changes.
    package let database: Database

    // Inlined into a generic caller it makes the optimiser of Swift 6.3.1 abort ("Cannot initialize a nonCopyable type
    // with a guaranteed value").
    @inline(never)
    init(on database: Database) {
        self.database = database
    }

    /// Runs an INSERT, UPDATE, DELETE or a change of the schema.
    ///
    /// - Parameters:
    ///   - sql: one statement.
    ///   - values: one for each placeholder, in order.
    /// - Returns: how many rows it changed by itself, without triggers and foreign keys; 0 for a change of the schema.
    /// - Throws: `.constraint…`, `.range` when values and placeholders do not match in number, `.misuse` when the
    ///   statement cannot change anything.
    @discardableResult
    package func run<each V: DatabaseValue>(
        _ sql: SQL, _ values: repeat each V
    ) throws(SQLiteError) -> Int {
        let lease = try database.lease(sql, for: .changing)
        try lease.entry.statement.bind(repeat each values)
        let before = database.connection.totalChanges
        try lease.entry.statement.finish()
        // A statement that is no INSERT, UPDATE or DELETE leaves the count of the one before it.
        return database.connection.totalChanges == before ? 0 : Int(clamping: database.connection.changes)
    }

    /// Runs an INSERT of one row.
    ///
    /// - Parameters:
    ///   - sql: one statement.
    ///   - values: one for each placeholder, in order.
    /// - Returns: the row id.
    /// - Throws: as `run`; `.misuse` when it inserted nothing, as `OR IGNORE` or `ON CONFLICT` may do, or when the
    ///   table has no row ids.
    package func insert<each V: DatabaseValue>(
        _ sql: SQL, _ values: repeat each V
    ) throws(SQLiteError) -> Int64 {
        database.connection.setLastInsertedRow(0)
        try run(sql, repeat each values)
        let row = database.connection.lastInsertedRow
        guard row != 0 else { throw SQLiteError(.misuse, "no row was inserted", sql: sql.description) }
        return row
    }

    /// All rows of a statement with RETURNING, each turned into a `T`.
    ///
    /// - Throws: `SQLiteError`, as `Database.all`; what `T` throws.
    package func all<each V: DatabaseValue, T: RowDecodable>(_ sql: SQL, _ values: repeat each V) throws -> [T] {
        try database.lease(sql, for: .returning).all(repeat each values, map: T.init)
    }

    /// All rows of a statement with RETURNING, as `map` reads them.
    package func all<each V: DatabaseValue, T>(
        _ sql: SQL, _ values: repeat each V, map: (inout RowReader) throws -> T
    ) throws -> [T] {
        try database.lease(sql, for: .returning).all(repeat each values, map: map)
    }

    /// The first row of a statement with RETURNING, turned into a `T`; `nil` when there is none.
    package func first<each V: DatabaseValue, T: RowDecodable>(_ sql: SQL, _ values: repeat each V) throws -> T? {
        try database.lease(sql, for: .returning).first(repeat each values, map: T.init)
    }

    /// The first row of a statement with RETURNING, as `map` reads it; `nil` when there is none.
    package func first<each V: DatabaseValue, T>(
        _ sql: SQL, _ values: repeat each V, map: (inout RowReader) throws -> T
    ) throws -> T? {
        try database.lease(sql, for: .returning).first(repeat each values, map: map)
    }
}
