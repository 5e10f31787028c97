/// The right to change a database, lent by `Database.transaction`; nothing else can.
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
        _ sql: StaticString, _ values: repeat each V
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
        _ sql: StaticString, _ values: repeat each V
    ) throws(SQLiteError) -> Int64 {
        database.connection.setLastInsertedRow(0)
        try run(sql, repeat each values)
        let row = database.connection.lastInsertedRow
        guard row != 0 else { throw SQLiteError(.misuse, "no row was inserted", sql: sql.description) }
        return row
    }

    /// All rows of a statement with RETURNING, or of a SELECT, each turned into a `T`.
    ///
    /// - Parameters:
    ///   - sql: one statement that returns rows.
    ///   - values: one for each placeholder, in order.
    ///   - map: is lent each row in turn.
    /// - Returns: what `map` returned.
    /// - Throws: `SQLiteError`; what `map` throws.
    package func query<each V: DatabaseValue, T>(
        _ sql: StaticString, _ values: repeat each V, map: (borrowing Row) throws -> T
    ) throws -> [T] {
        try database.lease(sql, for: .returning).query(repeat each values, map: map)
    }

    /// The first row of a statement with RETURNING, or of a SELECT, turned into a `T`; all of its changes are made.
    ///
    /// - Parameters:
    ///   - sql: one statement that returns rows.
    ///   - values: one for each placeholder, in order.
    ///   - map: is lent the row.
    /// - Returns: `nil` when there is no row.
    /// - Throws: `SQLiteError`; what `map` throws.
    package func first<each V: DatabaseValue, T>(
        _ sql: StaticString, _ values: repeat each V, map: (borrowing Row) throws -> T
    ) throws -> T? {
        try database.lease(sql, for: .returning).first(repeat each values, map: map)
    }
}
